import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESOURCES } from '../command.ts';
import type { Layout } from './layout.ts';

/** One folder of a server's control group: where it is made, what is written to it, what it counts. */
export type PlannedFolder = { parent: string; settings: readonly Setting[]; counters: readonly Counter[] };

/** A limit. One that is optional is left out where the kernel does not have it. */
type Setting = { file: string; value: string; optional?: true };

/** A line `key number` of a file, above 0 once the limit was run into. */
type Counter = { file: string; key: string; what: string };

/** How a server's control group is made here: several folders in version 1, one in version 2. */
export type Plan = { version: 1 | 2; folders: readonly PlannedFolder[] };

const PERIOD = 100_000;
const QUOTA = RESOURCES.cpus * PERIOD;
/** Against what runs outside, a group weighs as much as the processors it may use; otherwise it weighs as one thread. */
const SHARES = RESOURCES.cpus * 1024;
const WEIGHT = RESOURCES.cpus * 100;
const TOO_MUCH = {
  memory: `more than ${RESOURCES.memory / 2 ** 20} MiB of memory`,
  processes: `more than ${RESOURCES.processes} processes and threads`,
};
const MEMORY = String(RESOURCES.memory);
const PROCESSES: Setting = { file: 'pids.max', value: String(RESOURCES.processes) };
const FORKS: Counter = { file: 'pids.events', key: 'max', what: TOO_MUCH.processes };

/** The ways that `layout` offers, best first. That a folder may be written to is not known yet. */
export function plansOf(layout: Layout): Plan[] {
  const { v1 } = layout;
  const [memory, pids, cpu] = [v1.get('memory'), v1.get('pids'), v1.get('cpu')];
  const older: Plan[] =
    memory === undefined || pids === undefined
      ? []
      : [
          {
            version: 1,
            folders: [memoryV1(memory), pidsV1(pids), ...(cpu === undefined ? [] : [cpuV1(cpu)])],
          },
        ];
  return [...layout.v2.filter(handsDown).map(planV2), ...older];
}

/** Whether groups below this one can have limits of memory and processes (cgroup-v2, "Enabling and Disabling"). */
function handsDown(folder: string): boolean {
  const file = join(folder, 'cgroup.subtree_control');
  const controllers = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
  return controllers.includes('memory') && controllers.includes('pids');
}

function planV2(parent: string): Plan {
  const settings: Setting[] = [
    { file: 'memory.max', value: MEMORY },
    { file: 'memory.swap.max', value: '0', optional: true },
    PROCESSES,
    { file: 'cpu.max', value: `${QUOTA} ${PERIOD}`, optional: true },
    { file: 'cpu.weight', value: String(WEIGHT), optional: true },
  ];
  const counters = [{ file: 'memory.events', key: 'oom_kill', what: TOO_MUCH.memory }, FORKS];
  return { version: 2, folders: [{ parent, settings, counters }] };
}

const memoryV1 = (parent: string): PlannedFolder => ({
  parent,
  settings: [
    { file: 'memory.limit_in_bytes', value: MEMORY },
    // Memory and swap together.
    { file: 'memory.memsw.limit_in_bytes', value: MEMORY, optional: true },
  ],
  counters: [{ file: 'memory.oom_control', key: 'oom_kill', what: TOO_MUCH.memory }],
});

const pidsV1 = (parent: string): PlannedFolder => ({ parent, settings: [PROCESSES], counters: [FORKS] });

const cpuV1 = (parent: string): PlannedFolder => ({
  parent,
  settings: [
    { file: 'cpu.cfs_period_us', value: String(PERIOD), optional: true },
    { file: 'cpu.cfs_quota_us', value: String(QUOTA), optional: true },
    { file: 'cpu.shares', value: String(SHARES), optional: true },
  ],
  counters: [],
});
