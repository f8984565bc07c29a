import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^toolrisk-(\d+)-(\d+)-\d+$/;

let made = 0;

/** A name for a new group that tells whose it is: this process, by its id and the moment it started at. */
export const nameOfGroup = (): string => `toolrisk-${process.pid}-${startOf(process.pid)}-${made++}`;

/** The groups in `parent` that crawlers left behind which are no more: killed, or ended by the machine. */
export function orphansIn(parent: string): string[] {
  return readdirSync(parent)
    .filter((name) => {
      const [, pid, start] = NAME.exec(name) ?? [];
      return pid !== undefined && String(startOf(Number(pid))) !== start;
    })
    .map((name) => join(parent, name));
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
