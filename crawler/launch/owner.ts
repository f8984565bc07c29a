import { readFileSync } from 'node:fs';

/**
 * A process, by its id and the moment it started at, so that a number which was given out again is told apart.
 * What is marked with it on disk is known to be nobody's once that process is no more.
 */
export const ownName = (): string => `${process.pid}-${startOf(process.pid)}`;

/** Whether the process that `ownName` named still runs. */
export function isRunning(name: string): boolean {
  const [pid = '', start = ''] = name.split('-');
  // Where a system does not tell when a process started, its number has to do.
  return start === '0' ? exists(Number(pid)) : String(startOf(Number(pid))) === start;
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process started, in clock ticks since the machine did (proc(5), field 22 of stat); 0 if there is none. */
function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, may itself have spaces and brackets.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
}
