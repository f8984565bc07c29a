import { readFileSync, readdirSync } from 'node:fs';

/**
 * Watches the resident memory of this process and all below it, as the kernel counts it (`/proc`, so Linux only;
 * elsewhere of this process alone). Pages that processes share are counted in each.
 */
export function memoryWatch(): { end: () => number } {
  let peak = 0;
  const look = () => (peak = Math.max(peak, residentOfTree()));
  const timer = setInterval(look, 500);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

function residentOfTree(): number {
  if (process.platform !== 'linux') return process.memoryUsage().rss;
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStatus);
  const tree = new Set([process.pid]);
  // A child has a higher number than its parent, save where numbers began anew: look until nothing is added.
  for (let size = 0; size < tree.size;) {
    size = tree.size;
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid);
  }
  return processes.filter(({ pid }) => tree.has(pid)).reduce((sum, { resident }) => sum + resident, 0);
}

function readStatus(pid: string): { pid: number; parent: number; resident: number }[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return [{ pid: Number(pid), parent: number('PPid'), resident: number('VmRSS') * 1024 }];
  } catch {
    // It has ended since the folder was read.
    return [];
  }
}

/**
 * Seconds of processor time that this process and those below it that have ended have used; undefined where the system
 * does not say. On a machine that does other work too, it tells more than the clock.
 */
export function processorSeconds(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  // Fields 14 to 17 (proc_pid_stat(5)), counted from behind the program's name; in ticks, of which Linux has 100.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}
