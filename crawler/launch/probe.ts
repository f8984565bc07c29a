import type { Availability, Process } from './command.ts';
import { sanitise } from '../session/text.ts';
import { killGroup } from './kill.ts';
import { start } from './start.ts';

const PROBE_MS = 10_000;

/**
 * Starts a harmless process to see whether a sandbox works, and puts a failure into words.
 * @param words what to say when the program is missing, and when it is there but fails.
 */
export function runs(process: Process, words: { missing: string; broken: string }): Promise<Availability> {
  const { promise, resolve } = Promise.withResolvers<Availability>();
  const child = start(process);
  const timer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), PROBE_MS);
  child.stdin.on('error', () => undefined).end();
  child.stdout.resume();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 4096) stderr += chunk.toString('utf8');
  });
  child.on('error', () => {
    clearTimeout(timer);
    resolve({ ok: false, why: words.missing });
  });
  child.on('close', (code) => {
    clearTimeout(timer);
    const said = sanitise(stderr).trim().split('\n').at(-1) ?? '';
    resolve(code === 0 ? { ok: true } : { ok: false, why: said ? `${words.broken}: ${said}` : words.broken });
  });
  return promise;
}
