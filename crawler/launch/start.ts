import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Process } from './command.ts';

/** A process with a pipe for each of its standard streams. */
export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Starts a process and hands it what it reads from its further descriptors. It leads a process group of its own.
 * A program that is not there is an `error` event of the child, as from `spawn`.
 */
export function start({ file, args, env, cwd, descriptors = [] }: Process): Child {
  const pipes = ['pipe', 'pipe', 'pipe', ...descriptors.map(() => 'pipe')] as ['pipe', 'pipe', 'pipe'];
  const child = spawn(file, args, { env, cwd, stdio: pipes, detached: true });
  const extra = child.stdio.slice(3) as (Writable | null)[];
  descriptors.forEach((bytes, index) => {
    // A process that ended before it had read all tells so by its exit.
    extra[index]?.on('error', () => undefined).end(bytes);
  });
  return child;
}
