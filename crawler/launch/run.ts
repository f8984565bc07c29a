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
 * Runs a trusted program to its end, in a process group of its own that is killed on timeout or abort.
 * A program that cannot be started ends with code 127.
 * @param timeoutMs milliseconds
 */
export function run(
  { file, args, env, cwd }: { file: string; args: string[]; env: NodeJS.ProcessEnv; cwd: string },
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
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
