import { readdirSync, readFileSync } from 'node:fs';
import { RESOURCES } from '../launch/command.ts';

const INTERVAL_MS = 200;

/**
 * Looks five times a second whether a server uses too much, and reports the first excess once. Where only a look
 * limits it, it can overshoot for a moment; it cannot stay above.
 * @returns ends the watching
 */
export function watch(look: () => string | undefined, excess: (what: string) => void): () => void {
  const timer = setInterval(() => {
    const what = look();
    if (what === undefined) return;
    clearInterval(timer);
    excess(what);
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

/** What the tree of processes below `pid` uses too much of: memory, or processes. Sees nothing but on Linux. */
export function excessOfTree(pid: number): string | undefined {
  return process.platform === 'linux' ? excessOf(treeBelow(pid)) : undefined;
}

function excessOf(pids: readonly number[]): string | undefined {
  if (pids.length > RESOURCES.processes) return `more than ${RESOURCES.processes} processes`;
  const bytes = pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
  return bytes > RESOURCES.memory ? `more than ${RESOURCES.memory / 2 ** 20} MiB of memory` : undefined;
}

/** `pid` and all below it, as far as one more than the permitted number. */
function treeBelow(pid: number): number[] {
  const found = [pid];
  for (let next = 0; next < found.length && found.length <= RESOURCES.processes; next++)
    found.push(...childrenOf(found[next] as number));
  return found;
}

function childrenOf(pid: number): number[] {
  // A process's children hang on the thread that started them.
  const children = threadsOf(pid).map((thread) => read(`/proc/${pid}/task/${thread}/children`));
  return children.join(' ').split(' ').filter(Boolean).map(Number);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Resident memory in bytes; 0 for a process that has gone. */
function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
