import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cgroupSupport, entering, findSupport, makeGroup } from './cgroup.ts';
import { layoutOf } from './layout.ts';
import { orphansIn } from './owner.ts';
import { plansOf } from './plan.ts';

const MOUNTS = [
  '24 1 8:1 / / rw,relatime - ext4 /dev/root rw',
  '31 30 0:28 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory',
  '32 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
  '33 30 0:30 /outer /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids',
  '34 30 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
].join('\n');

test('the groups of a process are found in both versions', () => {
  const groups = [
    '9:memory:/a/b',
    '8:cpu,cpuacct:/',
    '7:pids:/outer/c',
    '1:name=systemd:/',
    '0::/user/session',
  ];
  const { v1, v2 } = layoutOf(groups.join('\n'), MOUNTS);
  expect(Object.fromEntries(v1)).toEqual({
    memory: '/sys/fs/cgroup/memory/a/b',
    cpu: '/sys/fs/cgroup/cpu,cpuacct',
    cpuacct: '/sys/fs/cgroup/cpu,cpuacct',
    pids: '/sys/fs/cgroup/pids/c',
  });
  expect(v2).toEqual([
    '/sys/fs/cgroup/unified/user/session',
    '/sys/fs/cgroup/unified/user',
    '/sys/fs/cgroup/unified',
  ]);
});

test('a machine without groups has no plan, and says so', () => {
  expect(findSupport(layoutOf('', ''))).toEqual({
    ok: false,
    why: 'the machine offers no control groups with limits of memory and processes',
  });
});

/** Folders of this test's own in the place of the kernel's: what is written can be read, and holds nobody. */
describe('version 2, on folders that stand in for it', () => {
  let top: string;
  const own = () => join(top, 'user', 'session');
  beforeAll(() => {
    top = mkdtempSync(join(tmpdir(), 'toolrisk-groups-'));
    mkdirSync(own(), { recursive: true });
    writeFileSync(join(own(), 'cgroup.subtree_control'), '\n');
    writeFileSync(join(top, 'user', 'cgroup.subtree_control'), 'cpu memory pids\n');
    writeFileSync(join(top, 'cgroup.subtree_control'), 'cpu\n');
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  const plan = () => plansOf({ v1: new Map(), v2: [own(), join(top, 'user'), top] });

  test('the nearest group that hands the controllers down is taken', () => {
    expect(plan().map(({ version, folders }) => [version, folders.map(({ parent }) => parent)])).toEqual([
      [2, [join(top, 'user')]],
    ]);
  });

  test('limits are written, and what ran into one is said', () => {
    const group = makeGroup(plan()[0]!);
    const folder = dirname(group.entrances[0]!);
    const file = (name: string) => join(folder, name);
    expect(['memory.max', 'pids.max'].map((name) => readFileSync(file(name), 'utf8'))).toEqual([
      '1610612736',
      '128',
    ]);
    // The stand-in has neither swap nor processors' time to limit.
    expect(readdirSync(folder).sort()).toEqual(['memory.max', 'pids.max']);
    expect(group.excess()).toBeUndefined();
    writeFileSync(file('memory.events'), 'low 0\noom 1\noom_kill 0\n');
    writeFileSync(file('pids.events'), 'max 3\n');
    expect(group.excess()).toBe('more than 128 processes and threads');
    writeFileSync(file('memory.events'), 'low 0\noom 1\noom_kill 2\n');
    expect(group.excess()).toBe('more than 1536 MiB of memory');
  });

  test('groups of crawlers that are no more are known by their names', () => {
    const parent = mkdtempSync(join(top, 'orphans-'));
    const start = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19];
    const [mine, reused, dead, strange] = [
      ...[
        `toolrisk-${process.pid}-${start}-0`,
        `toolrisk-${process.pid}-1-0`,
        'toolrisk-4194304-77-3',
        'toolrisk-x',
      ],
    ].map((name) => join(parent, name));
    for (const folder of [mine, reused, dead, strange]) mkdirSync(folder!);
    expect(orphansIn(parent).sort()).toEqual([reused, dead].sort());
  });
});

function wordsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

describe('on this machine', () => {
  const support = cgroupSupport();
  const plan = support.ok ? support.plan : undefined;
  if (plan === undefined) console.warn(`No control groups to test with: ${support.ok || support.why}.`);

  test('it works, or it is said why not', () => {
    expect(support).toEqual(
      plan === undefined ? { ok: false, why: expect.any(String) as string } : { ok: true, plan },
    );
  });

  test.runIf(plan !== undefined)('all that a process starts is in its group, and ends with it', async () => {
    const group = makeGroup(plan!);
    // Lets go of a child with a session and an environment of its own, and ends.
    const script = 'env -i setsid sleep 1000 & echo started; wait 0';
    const { file, args } = entering(group, { file: '/bin/sh', args: ['-c', script] });
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const pids = () => readFileSync(group.entrances[0]!, 'utf8').split('\n').filter(Boolean);
    await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
    const sleeping = await vi.waitUntil(() =>
      pids().find((pid) => /^(?:\S*\/)?sleep 1000/.test(wordsOf(pid))),
    );
    await group.end();
    // One that has ended keeps its number until its parent asks, but has no words any more.
    expect(wordsOf(sleeping)).toBe('');
    expect(group.entrances.map((entrance) => existsSync(dirname(entrance)))).toEqual(
      group.entrances.map(() => false),
    );
  });

  test.runIf(plan !== undefined)('what a killed crawler left behind is ended by the next', async () => {
    const module = new URL('./cgroup.ts', import.meta.url).href;
    const program = `const { cgroupSupport, makeGroup, entering } = await import('${module}');
      const { spawn } = await import('node:child_process');
      const group = makeGroup(cgroupSupport().plan);
      const { file, args } = entering(group, { file: 'sleep', args: ['1000'] });
      const child = spawn(file, args, { detached: true, stdio: 'ignore' });
      console.log(group.entrances[0]);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200);`;
    const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(signal).toBe('SIGKILL');
    const folder = dirname(stdout.trim());
    expect(readFileSync(join(folder, 'cgroup.procs'), 'utf8')).toMatch(/^\d+\n$/);
    spawnSync(process.execPath, ['--input-type=module', '-e', `(await import('${module}')).cgroupSupport()`]);
    expect(existsSync(folder)).toBe(false);
  });
});
