import { expect, test } from 'vitest';
import { SANDBOXES } from '../../catalogue/vocabulary.ts';
import type { SandboxLauncher, ServerCommand } from './command.ts';
import { bubblewrap } from './bubblewrap.ts';
import { docker } from './docker.ts';
import { nodePermission } from './node-permission.ts';
import { podman } from './podman.ts';
import { probe } from './probe.ts';
import { chooseSandbox, isTrusted, SANDBOX_LAUNCHERS, warningAbout } from './sandboxes.ts';

const COMMAND: ServerCommand = {
  entry: ['{node}', '{root}/cli.js'],
  args: ['{workspace}', '{root}'],
  env: { KEY: 'value' },
  readable: [{ host: '/cache/package', inside: '/opt/server' }],
  root: { host: '/cache/package', inside: '/opt/server' },
};

test('bubblewrap works here', async () => {
  expect(await bubblewrap.available()).toEqual({ ok: true });
});

test.each([podman, docker])('$id is started with nothing that it need not have', ({ id, wrap }) => {
  const { file, args, afterwards } = wrap(COMMAND, '/scratch');
  const name = args[args.indexOf('--name') + 1] ?? '';
  expect(name).toMatch(/^toolrisk-[0-9a-f-]{36}$/);
  expect(file).toBe(id);
  expect(args).toEqual([
    ...['run', '--rm', '--interactive', '--name', name, '--network', 'none', '--read-only'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', '65534:65534'],
    ...['--pids-limit', '128', '--ulimit', 'core=0', '--log-driver', 'none'],
    ...['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
    ...['--memory', '1610612736', '--memory-swap', '1610612736', '--shm-size', '67108864'],
    ...['--tmpfs', '/tmp:rw,nosuid,nodev,mode=1777,size=134217728'],
    ...['--tmpfs', '/home/user:rw,nosuid,nodev,mode=1777,size=268435456'],
    ...['--tmpfs', '/home/user/workspace:rw,nosuid,nodev,mode=1777,size=134217728'],
    ...['--mount', 'type=bind,source=/cache/package,target=/opt/server,readonly'],
    ...['--env', 'KEY=value', '--env', 'HOME=/home/user', '--env', 'TMPDIR=/tmp'],
    ...['--workdir', '/home/user/workspace', '--entrypoint', '/usr/local/bin/node'],
    `docker.io/library/node:${process.versions.node}-slim`,
    ...['/opt/server/cli.js', '/home/user/workspace', '{root}'],
  ]);
  expect(afterwards).toEqual({ file: id, args: ['rm', '--force', '--volumes', name] });
});

test('bubblewrap shows the package and the running Node, and has no network', () => {
  const { args } = bubblewrap.wrap(COMMAND, '/scratch');
  const text = args.join(' ');
  expect(text).toMatch(
    /^--unshare-all --unshare-user --disable-userns --uid 65534 --gid 65534 --cap-drop ALL/,
  );
  expect(text).not.toMatch(/--share-net|--bind |--dev-bind/);
  expect(text).toContain('--clearenv');
  expect(text).toContain('--ro-bind /cache/package /opt/server --remount-ro /dev --remount-ro /');
  expect(args.slice(args.indexOf('--') + 1)).toEqual([
    '/opt/node/bin/node',
    '/opt/server/cli.js',
    '/home/user/workspace',
    '{root}',
  ]);
});

test("Node's permission model holds Node programs only", () => {
  expect(nodePermission.refuses?.(COMMAND)).toBeUndefined();
  expect(nodePermission.refuses?.({ ...COMMAND, entry: ['/bin/sh'] })).toMatch(
    /only a server that is a Node program/,
  );
});

test("a container holds Node programs and a package's own, none of this machine's", () => {
  expect(podman.refuses?.(COMMAND)).toBeUndefined();
  expect(podman.refuses?.({ ...COMMAND, entry: ['{root}/server'] })).toBeUndefined();
  expect(docker.refuses?.({ ...COMMAND, entry: ['/usr/bin/python3'] })).toMatch(/bubblewrap shows it$/);
});

test('folders of /usr that no program needs are shown empty', async () => {
  const look = `const { existsSync, readdirSync } = require('node:fs');
    console.log(JSON.stringify(['/usr/src', '/usr/local/src'].filter(existsSync).flatMap((path) => readdirSync(path))))`;
  const process = bubblewrap.wrap({ entry: ['{node}', '-e', look], args: [], env: {}, readable: [] }, '');
  expect(await probe(process)).toEqual({ code: 0, stdout: '[]\n', said: '' });
});

const fake = (id: SandboxLauncher['id'], why?: string): SandboxLauncher => ({
  ...SANDBOX_LAUNCHERS.none,
  id,
  available: () => Promise.resolve(why === undefined ? { ok: true } : { ok: false, why }),
});

test('auto takes the first that works', async () => {
  const choice = await chooseSandbox('auto', [fake('bubblewrap', 'missing'), fake('podman'), fake('docker')]);
  expect(choice.ok && choice.sandbox.id).toBe('podman');
});

test('auto takes none rather than one that does not hold, and says why', async () => {
  expect(await chooseSandbox('auto', [fake('bubblewrap', 'no bwrap'), fake('docker', 'no engine')])).toEqual({
    ok: false,
    why: 'no bwrap; no engine',
  });
});

test('auto considers exactly those that hold', () => {
  expect(SANDBOXES.filter(isTrusted)).toEqual(['bubblewrap', 'podman', 'docker']);
});

test('those that do not hold come with a warning', () => {
  expect(
    ['auto', 'bubblewrap', 'podman', 'docker', 'node-permission', 'none'].map(
      (id) => warningAbout(id as 'auto') !== undefined,
    ),
  ).toEqual([false, false, false, false, true, true]);
});
