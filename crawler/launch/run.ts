import { spawn } from 'node:child_process';
import { killGroup } from './kill.ts';

/** How a process of our own (not a server) ended. Output is cut at `OUTPUT_LIMIT` bytes. */
export type Ended = {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Why it was ended by us, if it was. */
  stopped?: 'timeout' | 'aborted' | undefined;
};

const OUTPUT_LIMIT = 4 * 2 ** 20;

/**
 * Runs the program that is named after it, and kills all of its process group when descriptor 3 ends: this program
 * holds the other end, and the system closes it whichever way this program ends.
 */
const TETHERED =
  '"$@" 3<&- & program=$!; { read -r _; kill -KILL 0; } <&3 >/dev/null 2>&1 & tether=$!; exec 3<&-; ' +
  'wait "$program"; status=$?; kill "$tether"; exit "$status"';

const tethered = (file: string, args: string[]): [file: string, args: string[]] =>
  process.platform === 'win32' ? [file, args] : ['/bin/sh', ['-c', TETHERED, 'sh', file, ...args]];

/**
 * Runs a trusted program to its end, in a process group of its own that is killed on timeout or abort, and when this
 * program ends first. A program that cannot be started ends with code 127.
 * @param timeoutMs milliseconds
 */
export function run(
  { file, args, env, cwd }: { file: string; args: string[]; env: NodeJS.ProcessEnv; cwd: string },
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(...tethered(file, args), {
    ...{ env, cwd, detached: true },
    stdio: ['ignore', 'pipe', 'pipe', ...['pipe']] as ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  let stopped: Ended['stopped'];
  const stop = (why: 'timeout' | 'aborted') => {
    stopped ??= why;
    killGroup(child.pid, 'SIGKILL');
  };
  const timer = setTimeout(() => stop('timeout'), timeoutMs);
  const abort = () => stop('aborted');
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(0, OUTPUT_LIMIT);
    });
  }
  const end = (code: number | null) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    resolve({ code, ...output, stopped });
  };
  child.on('error', () => end(127));
  child.on('close', end);
  return promise;
}
