import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Environment variable by which the processes of one session are known. */
export const MARK = 'TOOLRISK_SESSION';

export const marker = (): string => randomUUID();

/** How often, and how many milliseconds apart, leftover processes are looked for again. */
const LOOKS = 40;
const PAUSE_MS = 25;

/**
 * Kills processes that carry `mark` in their environment, those that a server without a sandbox of its own
 * started and let go of, and waits until they are gone. Where there is no /proc, it can do nothing.
 */
export async function killMarked(mark: string): Promise<void> {
  // A signal takes its time, and one that is killed may just have started another.
  for (let look = 0; look < LOOKS; look++) {
    const left = markedProcesses(mark);
    if (left.length === 0) return;
    for (const pid of left) kill(pid);
    await wait(PAUSE_MS);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}

/** The processes of this user that carry `mark`. */
function markedProcesses(mark: string): number[] {
  if (process.platform !== 'linux') return [];
  const wanted = `${MARK}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => environmentOf(name).split('\0').includes(wanted))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
