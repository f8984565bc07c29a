import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binAsNpxWould, binsOf, npmExecutable } from './npm-bin.ts';
import { findNpm } from './npm-client.ts';
import { npmFailure } from './npm-failure.ts';
import { installNpm, type InstallOptions, type NpmSource } from './npm.ts';
import { startRegistry, type TestPackage, type TestRegistry } from './test-registry.ts';

let cache: string;
let registry: TestRegistry | undefined;
beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'toolrisk-npm-'))));
afterEach(() => {
  registry?.close();
  registry = undefined;
  rmSync(cache, { recursive: true, force: true });
});

const SCRIPT = "require('node:fs').writeFileSync(process.env.npm_config_cache + '/../ran', '')";
const PACKAGES: TestPackage[] = [
  {
    manifest: {
      name: '@zoo/server',
      version: '1.0.0',
      bin: { server: 'cli.js' },
      dependencies: { 'zoo-part': '^1.0.0' },
      scripts: { preinstall: `node -e "${SCRIPT}"`, postinstall: `node -e "${SCRIPT}"` },
    },
    files: { 'cli.js': '#!/usr/bin/env node\n', '.npmrc': 'ignore-scripts=false\n' },
  },
  { manifest: { name: '@zoo/server', version: '1.1.0', bin: { server: 'cli.js' } }, files: { 'cli.js': '' } },
  { manifest: { name: 'zoo-part', version: '1.4.2', scripts: { install: `node -e "${SCRIPT}"` } } },
  { manifest: { name: 'zoo-broken', version: '1.0.0', dependencies: { 'zoo-nowhere': '1.0.0' } } },
  {
    manifest: {
      name: 'zoo-git',
      version: '1.0.0',
      dependencies: { part: 'git+file:///nonexistent/repository' },
    },
  },
];

async function install(source: Omit<NpmSource, 'type'>, more: Partial<InstallOptions> = {}) {
  registry ??= await startRegistry(PACKAGES);
  const options = { cache, timeoutMs: 120_000, env: registry.env, fetchRetries: 0, ...more };
  return installNpm({ type: 'npm', ...source }, options);
}

describe('an installation', () => {
  test('is complete, records version and integrity, and runs none of its scripts', async () => {
    const installation = await install({ name: '@zoo/server', version: '1.0.0' });
    expect(installation).toMatchObject({
      ok: true,
      package: {
        type: 'npm',
        name: '@zoo/server',
        version: '1.0.0',
        integrity: expect.stringMatching(/^sha512-/) as string,
      },
    });
    const folder = installation.ok ? installation.folder : '';
    expect(existsSync(join(folder, 'node_modules/zoo-part/package.json'))).toBe(true);
    expect(existsSync(join(cache, 'ran'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json']);
    expect(readdirSync(join(cache, 'unfinished'))).toEqual([]);
    expect(npmExecutable(folder, '@zoo/server', undefined)).toMatchObject({
      command: { entry: ['{node}', '{root}/node_modules/@zoo/server/cli.js'] },
    });
  });

  test('is made once, however many want it, and asks nobody the second time', async () => {
    const source = { name: '@zoo/server', version: '1.0.0' };
    registry = await startRegistry(PACKAGES);
    const all = await Promise.all([install(source), install(source), install(source)]);
    expect(new Set(all.map((each) => (each.ok ? each.folder : each.detail))).size).toBe(1);
    expect(registry?.asked.filter((path) => path.endsWith('server/-/1.0.0.tgz')).length).toBe(1);
    registry?.close();
    expect((await install(source)).ok).toBe(true);
  });

  test('takes the newest version where the listing names none, or a tag', async () => {
    const [bare, tagged, ranged] = [
      await install({ name: '@zoo/server' }),
      await install({ name: '@zoo/server', version: 'latest' }),
      await install({ name: '@zoo/server', version: '~1.0.0' }),
    ];
    expect([bare, tagged, ranged].map((each) => (each.ok ? each.package.version : each.detail))).toEqual([
      '1.1.0',
      '1.1.0',
      '1.0.0',
    ]);
  });

  test('heeds no settings of the folder that it is called from', async () => {
    writeFileSync(join(cache, '.npmrc'), 'registry=http://127.0.0.1:1/\nignore-scripts=false\n');
    writeFileSync(join(cache, 'package.json'), '{"workspaces":["npm/*/*"]}');
    expect((await install({ name: '@zoo/server', version: '1.0.0' })).ok).toBe(true);
    expect(existsSync(join(cache, 'ran'))).toBe(false);
  });

  test('clears what killed installations left', async () => {
    const left = join(cache, 'unfinished', 'left');
    mkdirSync(left, { recursive: true });
    utimesSync(left, 0, 0);
    await install({ name: '@zoo/server', version: '1.1.0' });
    expect(existsSync(left)).toBe(false);
  });

  test('that is stopped leaves nothing', async () => {
    const signal = AbortSignal.abort();
    expect(await install({ name: '@zoo/server', version: '1.0.0' }, { signal })).toMatchObject({
      ok: false,
      outcome: 'interrupted',
    });
    expect(existsSync(join(cache, 'npm'))).toBe(false);
  });
});

describe('a failure is told apart', () => {
  test.each([
    ['a package that is not there', { name: 'zoo-nowhere', version: '1.0.0' }, 'package-missing'],
    ['a package that is not there, of any version', { name: 'zoo-nowhere' }, 'package-missing'],
    ['a version that is not there', { name: '@zoo/server', version: '9.9.9' }, 'package-missing'],
    ['a name that is an option', { name: '--registry=http://127.0.0.1:1' }, 'package-missing'],
    ['a dependency that is not there', { name: 'zoo-broken', version: '1.0.0' }, 'install-failed'],
    ['a dependency by git, which could run code', { name: 'zoo-git', version: '1.0.0' }, 'install-failed'],
  ])('%s', async (_what, source, outcome) => {
    const installation = await install(source);
    expect(installation).toMatchObject({ ok: false, outcome });
    expect(existsSync(join(cache, 'npm'))).toBe(false);
  });

  test('no registry', async () => {
    const env = {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      npm_config_registry: 'http://127.0.0.1:1/',
    };
    expect(await install({ name: '@zoo/server', version: '1.0.0' }, { env })).toMatchObject({
      outcome: 'unreachable',
    });
  });

  test.each([
    [500, 'unreachable'],
    [429, 'rate-limited'],
    [401, 'install-failed'],
  ])('a registry that answers %d', async (status, outcome) => {
    registry = await startRegistry([], status);
    expect(await install({ name: '@zoo/server', version: '1.0.0' })).toMatchObject({ outcome });
  });

  test('a cache that cannot be written', async () => {
    const file = join(cache, 'file');
    writeFileSync(file, '');
    expect(
      await install({ name: '@zoo/server', version: '1.0.0' }, { cache: join(file, 'below') }),
    ).toMatchObject({
      outcome: 'install-failed',
      detail: expect.stringMatching(/cache cannot be written/) as string,
    });
  });

  test("npm's report on standard output says more than its words on standard error", () => {
    const stdout = '{"error":{"code":"ENOTFOUND","summary":"request failed","detail":""}}';
    expect(npmFailure({ code: 1, stdout, stderr: 'npm error code E404' }, 'a@1')).toMatchObject({
      outcome: 'unreachable',
    });
    expect(
      npmFailure({ code: 1, stdout: '', stderr: 'npm error code E404\nnpm error a@1' }, 'a@1'),
    ).toMatchObject({
      outcome: 'package-missing',
    });
  });
});

describe('the program of a package', () => {
  test.each([
    [{ one: 'a.js' }, '@s/name', 'one'],
    [{ one: 'a.js', two: 'a.js' }, 'name', 'one'],
    [{ other: 'a.js', name: 'b.js' }, '@s/name', 'name'],
    [{ one: 'a.js', two: 'b.js' }, 'name', undefined],
    [{}, 'name', undefined],
  ])('%j of %s is %s', (bins, name, chosen) => expect(binAsNpxWould(bins, name)).toBe(chosen));

  test('may be given in short', () => {
    expect(binsOf({ bin: 'a.js' }, '@s/name')).toEqual({ name: 'a.js' });
    expect(binsOf({ bin: ['a.js'] }, 'name')).toEqual({});
    expect(binsOf(null, 'name')).toEqual({});
  });

  function packageWith(bin: unknown, text = ''): string {
    const home = join(cache, 'node_modules', 'name');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ bin }));
    writeFileSync(join(home, 'cli'), text);
    return cache;
  }

  test.each([
    ['', ['{node}', '{root}/node_modules/name/cli']],
    ['#!/usr/bin/env node\n', ['{node}', '{root}/node_modules/name/cli']],
    ['#!/usr/bin/env -S node --no-warnings\n', ['{node}', '--no-warnings', '{root}/node_modules/name/cli']],
    ['#!/usr/bin/node\r\n', ['{node}', '{root}/node_modules/name/cli']],
    ['#!/bin/sh\n', ['/bin/sh', '{root}/node_modules/name/cli']],
    ['\u007fELF\u0002', ['{root}/node_modules/name/cli']],
  ])('that starts with %j is run as %j', (text, entry) => {
    expect(npmExecutable(packageWith('cli', text), 'name', undefined)).toMatchObject({
      ok: true,
      command: { entry },
    });
  });

  test('that no known program can run is not run', () => {
    const folder = packageWith('cli', '#!/usr/bin/env python3\n');
    expect(npmExecutable(folder, 'name', undefined)).toMatchObject({ outcome: 'unsupported-runtime' });
  });

  test.each(['../../../outside', '/etc/passwd', 'missing', '.'])('at %s is none', (path) => {
    writeFileSync(join(cache, '..', 'outside'), '');
    expect(npmExecutable(packageWith(path), 'name', undefined)).toMatchObject({ outcome: 'install-failed' });
    rmSync(join(cache, '..', 'outside'));
  });

  test('can be named by the listing, and has to be there then', () => {
    const folder = packageWith({ one: 'cli', two: 'package.json' });
    expect(npmExecutable(folder, 'name', 'one').ok).toBe(true);
    expect(npmExecutable(folder, 'name', 'three')).toMatchObject({
      detail: 'The package has no program "three".',
    });
  });
});

describe('npm itself', () => {
  test('is the one that runs this program, beside the running Node, or on PATH', () => {
    const at = (path: string) => {
      mkdirSync(join(cache, path, '..'), { recursive: true });
      writeFileSync(join(cache, path), '', { mode: 0o755 });
      return join(cache, path);
    };
    const node = join(cache, 'node/bin/node');
    const shim = at('shim/npm');
    expect(findNpm({ PATH: '' }, node)).toBeUndefined();
    expect(findNpm({ PATH: join(cache, 'shim') }, node)).toEqual({ file: shim, args: [] });
    const beside = at('node/lib/node_modules/npm/bin/npm-cli.js');
    expect(findNpm({ PATH: join(cache, 'shim') }, node)).toEqual({ file: node, args: [beside] });
    const running = at('running/npm-cli.js');
    expect(findNpm({ PATH: '', npm_execpath: running }, node)).toEqual({ file: node, args: [running] });
    expect(findNpm({ PATH: '', npm_execpath: '/usr/lib/yarn.js' }, node)).toEqual({
      file: node,
      args: [beside],
    });
  });
});
