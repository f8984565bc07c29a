import { cgroupSupport, entering, makeGroup, type Cgroup } from './cgroup/cgroup.ts';
import type { LimitsHolder } from '../../catalogue/records.ts';
import type { Process } from './command.ts';
import { killMarked, MARK, marker } from '../session/leftovers.ts';
import { excessOfTree } from '../session/watchdog.ts';

/** What keeps a server within RESOURCES, and ends all that it started. */
export type Hold = {
  by: LimitsHolder;
  /** The process to start: the server's, held from its first moment. */
  process: Process;
  /** What it used too much of, if that is seen now. @param pid of the started process */
  excess(pid: number): string | undefined;
  /** Kills all that the server started, and waits until it is gone. */
  end(): Promise<void>;
};

/** The strictest hold that works here: a control group, otherwise a watchdog; an engine holds its containers itself. */
export function holdOf(process: Process): Hold {
  if (process.afterwards !== undefined) return { ...watchdogHold(process), by: 'engine' };
  const support = cgroupSupport();
  if (!support.ok) return watchdogHold(process);
  try {
    return cgroupHold(process, makeGroup(support.plan));
  } catch {
    // Another process took the right away, or too many groups exist; a weaker hold is recorded as such.
    return watchdogHold(process);
  }
}

/** A watchdog that looks at the process tree; what let go of it is known by a mark in its environment. */
export function watchdogHold(process: Process): Hold {
  const mark = marker();
  return {
    by: 'watchdog',
    process: { ...process, env: { ...process.env, [MARK]: mark } },
    excess: excessOfTree,
    end: () => killMarked(mark),
  };
}

const cgroupHold = (process: Process, group: Cgroup): Hold => ({
  by: `cgroup-v${group.version}`,
  process: { ...process, ...entering(group, process) },
  excess: () => group.excess(),
  end: () => group.end(),
});
