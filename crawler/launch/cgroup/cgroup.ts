import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { layoutOf, type Layout } from './layout.ts';
import { nameOfGroup, orphansIn } from './owner.ts';
import { plansOf, type Plan, type PlannedFolder } from './plan.ts';

/** A control group that one server and all that it starts are in. */
export type Cgroup = {
  version: 1 | 2;
  /** Files that a process writes `0` to, to be in the group. */
  entrances: readonly string[];
  /** What was used up, once something was. */
  excess(): string | undefined;
  /** Kills all that is in the group and removes it. */
  end(): Promise<void>;
};

export type CgroupSupport = { ok: true; plan: Plan } | { ok: false; why: string };

/** How often, and how many milliseconds apart, a group is looked at again until all in it are gone. */
const LOOKS = 80;
const PAUSE_MS = 5;

/**
 * What a process writes `0` to, to move itself. It has one thread; moving that instead of the process, as only version
 * 1 can, spares it a wait of some ten milliseconds for every other process of the machine (kernel,
 * cgroup_procs_write_start: the lock of all thread groups is taken unless a thread moves itself).
 */
const ENTRANCE = { 1: 'tasks', 2: 'cgroup.procs' } as const;

let known: CgroupSupport | undefined;

/** Whether control groups can be made here, tried once. Removes what crawlers that were killed left behind. */
export function cgroupSupport(): CgroupSupport {
  return (known ??= findSupport(machineLayout()));
}

/** As `cgroupSupport`, for a given layout. */
export function findSupport(layout: Layout): CgroupSupport {
  const plans = plansOf(layout);
  let why = 'the machine offers no control groups with limits of memory and processes';
  for (const plan of plans) {
    try {
      for (const { parent } of plan.folders) for (const orphan of orphansIn(parent)) void endFolder(orphan);
      if (tryOut(plan)) return { ok: true, plan };
      why = 'control groups can be made here, but not entered';
    } catch (error) {
      why = `control groups cannot be made here (${codeOf(error)})`;
    }
  }
  return { ok: false, why };
}

/** Makes a group, enters it and removes it. Some may be made by a user who may move nothing into them. */
function tryOut(plan: Plan): boolean {
  const group = makeGroup(plan);
  const { file, args } = entering(group, { file: '/bin/true', args: [] });
  const { status } = spawnSync(file, args, { stdio: 'ignore' });
  for (const entrance of group.entrances) rmdirSync(join(entrance, '..'));
  return status === 0;
}

/** Enters each group that is named before `--`, and becomes the program that is named after it. */
const ENTER = 'while [ "$1" != -- ]; do echo 0 >"$1" || exit 126; shift; done; shift; exec "$@"';

/** The words that start a program in a group: it is in there from its first moment, and so is all that it starts. */
export function entering(
  { entrances }: Cgroup,
  { file, args }: { file: string; args: readonly string[] },
): { file: string; args: string[] } {
  return { file: '/bin/sh', args: ['-c', ENTER, 'sh', ...entrances, '--', file, ...args] };
}

function machineLayout(): Layout {
  const [groups, mounts] = ['/proc/self/cgroup', '/proc/self/mountinfo'].map((file) =>
    existsSync(file) ? readFileSync(file, 'utf8') : '',
  );
  return layoutOf(groups ?? '', mounts ?? '');
}

/** A new group with the limits of `plan`. @throws when it cannot be made; nothing of it is left then. */
export function makeGroup({ version, folders }: Plan): Cgroup {
  const name = nameOfGroup();
  const made: string[] = [];
  try {
    for (const folder of folders) {
      mkdirSync(join(folder.parent, name));
      made.push(join(folder.parent, name));
      limit(join(folder.parent, name), folder);
    }
  } catch (error) {
    for (const folder of made) rmdirSync(folder);
    throw error;
  }
  return {
    version,
    entrances: made.map((folder) => join(folder, ENTRANCE[version])),
    excess: () => folders.map((folder, index) => excessOf(made[index] as string, folder)).find(Boolean),
    async end() {
      await Promise.all(made.map(endFolder));
    },
  };
}

function limit(folder: string, { settings }: PlannedFolder): void {
  for (const { file, value, optional } of settings) {
    const path = join(folder, file);
    if (optional !== true || existsSync(path)) writeFileSync(path, value);
  }
}

function excessOf(folder: string, { counters }: PlannedFolder): string | undefined {
  return counters.find(({ file, key }) => {
    const line = read(join(folder, file))
      .split('\n')
      .find((each) => each.startsWith(`${key} `));
    return Number(line?.slice(key.length)) > 0;
  })?.what;
}

/** Kills what is in a group until nothing is, then removes its folder. A group that cannot be removed is left. */
async function endFolder(folder: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const inside = read(join(folder, 'cgroup.procs')).split('\n').filter(Boolean);
    for (const pid of inside) kill(Number(pid));
    if (inside.length === 0 && removed(folder)) return;
    await wait(PAUSE_MS);
  }
}

function removed(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    // Processes that have just ended keep it for a moment.
    return codeOf(error) === 'ENOENT';
  }
}

function kill(pid: number): void {
  // The kernel shows 0 for a process of another PID namespace, and 0 would mean this one's own group.
  if (pid <= 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
