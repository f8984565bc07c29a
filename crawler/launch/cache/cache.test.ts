import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCRIPTED_SHELF } from './shelves.ts';
import { trimCache } from './trim.ts';
import { packageUses } from './uses.ts';

const SHELF = join('npm', `${process.platform}-${process.arch}`);
const USES = new URL('./uses.ts', import.meta.url).href;
const TRIM = new URL('./trim.ts', import.meta.url).href;
const MEGABYTE = 2 ** 20;

let cache: string;
let others: ChildProcess[];
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'toolrisk-cache-'));
  others = [];
});
afterEach(() => {
  for (const other of others) other.kill('SIGKILL');
  rmSync(cache, { recursive: true, force: true });
});

/** A package of one megabyte, last used `daysAgo`. */
function put(name: string, daysAgo: number): string {
  const folder = join(cache, name);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'file'), Buffer.alloc(MEGABYTE, 1));
  const at = Date.now() / 1000 - daysAgo * 86_400;
  utimesSync(folder, at, at);
  return name;
}

const left = () => readdirSync(join(cache, SHELF)).sort();

/** Another process that runs `program`; resolves with its first line of output. */
async function other(program: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  others.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

test('what was used longest ago goes first, until the rest is small enough', async () => {
  for (const [name, days] of [
    ['c', 1],
    ['a', 3],
    ['b', 2],
  ] as const)
    put(join(SHELF, name), days);
  put(join('mcpb', 'bundle'), 4);
  expect(await trimCache(cache, 2.5 * MEGABYTE)).toEqual([join('mcpb', 'bundle'), join(SHELF, 'a')]);
  expect(left()).toEqual(['b', 'c']);
  expect(readdirSync(join(cache, 'unfinished'))).toEqual([]);
  expect(await trimCache(cache, 2.5 * MEGABYTE)).toEqual([]);
});

test('a package that is used is used now', async () => {
  for (const [name, days] of [
    ['a', 3],
    ['b', 2],
  ] as const)
    put(join(SHELF, name), days);
  const uses = packageUses(cache);
  await uses.hold(join(cache, SHELF, 'a'));
  expect(uses.isNew()).toBe(false);
  uses.release();
  await trimCache(cache, 1.5 * MEGABYTE);
  expect(left()).toEqual(['a']);
});

test('what a running crawl uses stays, though all should go; after it, it goes', async () => {
  put(join(SHELF, 'a'), 3);
  const uses = packageUses(cache);
  await uses.hold(join(cache, SHELF, 'a'));
  expect(await trimCache(cache, 0)).toEqual([]);
  uses.release();
  expect(await trimCache(cache, 0)).toEqual([join(SHELF, 'a')]);
});

test('a package with any name that npm allows stays too, and so does one with its scripts run', async () => {
  const names = [join(SHELF, 'zoo~part@1.0.0'), join(SCRIPTED_SHELF, 'zoo~part@1.0.0')];
  const uses = packageUses(cache);
  for (const name of names) {
    put(name, 3);
    await uses.hold(join(cache, name));
  }
  expect(await trimCache(cache, 0)).toEqual([]);
  uses.release();
  expect((await trimCache(cache, 0)).sort()).toEqual(names.sort());
});

test("so does what another process's crawl uses, until that process is no more", async () => {
  put(join(SHELF, 'a'), 3);
  await other(`const { packageUses } = await import('${USES}');
    await packageUses('${cache}').hold('${join(cache, SHELF, 'a')}');
    console.log('held'); setInterval(() => {}, 1000);`);
  expect(await trimCache(cache, 0)).toEqual([]);
  others[0]!.kill('SIGKILL');
  await once(others[0]!, 'exit');
  expect(await trimCache(cache, 0)).toEqual([join(SHELF, 'a')]);
  expect(readdirSync(join(cache, 'in-use'))).toEqual([]);
});

test("npm's own folder goes when it is more than a quarter, and the packages stay", async () => {
  put('npm-cache', 0);
  put(join(SHELF, 'a'), 9);
  expect(await trimCache(cache, 3 * MEGABYTE)).toEqual(['npm-cache']);
  put('npm-cache', 0);
  expect(await trimCache(cache, 8 * MEGABYTE)).toEqual([]);
});

test('while several processes trim, whoever holds a package has it', { timeout: 60_000 }, async () => {
  const folder = join(cache, SHELF, 'wanted');
  for (let each = 0; each < 2; each++)
    await other(`const { trimCache } = await import('${TRIM}');
      console.log('trimming'); for (;;) { await trimCache('${cache}', 0); await new Promise((done) => setTimeout(done, 1)); }`);
  let gone = 0;
  for (let round = 0; round < 150; round++) {
    const uses = packageUses(cache);
    await uses.hold(folder);
    if (uses.isNew()) {
      gone++;
      put(join(SHELF, 'wanted'), 9);
    }
    for (let look = 0; look < 5; look++) {
      expect(existsSync(join(folder, 'node_modules', 'file'))).toBe(true);
      await new Promise((done) => setTimeout(done, 1));
    }
    uses.release();
    if (round % 3 === 0) await new Promise((done) => setTimeout(done, 5));
  }
  expect(gone).toBeGreaterThan(1);
});
