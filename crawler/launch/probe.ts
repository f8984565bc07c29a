import type { Availability, Process } from './command.ts';
import { sanitise } from '../session/text.ts';
import { killGroup } from './kill.ts';
import { start } from './start.ts';

const PROBE_MS = 10_000;
const OUTPUT_LIMIT = 4096;

/** How a harmless process ended that was started to see whether something works. */
export type Probed = {
  /** Its exit status, null when it was ended by a signal, undefined when there is no such program. */
  code: number | null | undefined;
  stdout: string;
  /** The last line that it wrote to standard error, sanitised. */
  said: string;
};

/** Runs a harmless process to its end, for at most ten seconds. */
export function probe(process: Process): Promise<Probed> {
  const { promise, resolve } = Promise.withResolvers<Probed>();
  const child = start(process);
  const timer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), PROBE_MS);
  child.stdin.on('error', () => undefined).end();
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] = (written[name] + text).slice(0, OUTPUT_LIMIT);
    });
  const end = (code: Probed['code']) => {
    clearTimeout(timer);
    const said = sanitise(written.stderr).trim().split('\n').at(-1) ?? '';
    resolve({ code, stdout: written.stdout, said });
  };
  child.on('error', () => end(undefined));
  child.on('close', end);
  return promise;
}

/**
 * Whether a harmless process runs, and why not in words.
 * @param words what to say when the program is missing, and when it is there but fails.
 */
export async function runs(
  process: Process,
  words: { missing: string; broken: string },
): Promise<Availability> {
  const { code, said } = await probe(process);
  if (code === undefined) return { ok: false, why: words.missing };
  return code === 0 ? { ok: true } : { ok: false, why: said ? `${words.broken}: ${said}` : words.broken };
}
