/** Building again: what has not changed is taken over, what has is made, and a build that is stopped changes nothing. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  finishRun,
  openCatalogue,
  recordClassifications,
  recordObservation,
  startRun,
  unclassifiedDefinitions,
} from '../../catalogue/store/index.ts';
import { CLASSIFIER_VERSION, classify } from '../../classifier/index.ts';
import { checkConsistency } from './consistency.ts';
import { buildSite, type BuildOptions, type BuiltSite } from './build.ts';
import { siteDocuments } from './documents.ts';
import { deadLinks } from './links.ts';
import { makeSampleCatalogue, observation } from './sample-catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-incremental-'));
const db = join(folder, 'catalogue.db');
const out = join(folder, 'dist');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (options: Partial<BuildOptions> = {}): Promise<BuiltSite> =>
  buildSite({ db, out, ...siteDocuments(), siteUrl: 'https://tools.example/', version: '0.1.0', ...options });

/** Every file of the site with the inode that holds it. */
function inodes(): Map<string, number> {
  const files = (readdirSync(out, { recursive: true }) as string[]).map(
    (path) => [path, statSync(join(out, path))] as const,
  );
  return new Map(files.filter(([, stat]) => stat.isFile()).map(([path, stat]) => [path, stat.ino]));
}

/** Every row of the database among the downloads. */
function rows(site: string): unknown[][] {
  const database = new Database(join(site, 'data/catalogue.sqlite'), { readonly: true });
  const all = ['servers', 'tools', 'definitions'].map((table) =>
    database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
  );
  database.close();
  return all;
}

/** Crawls the almanac again, with one tool more. */
function crawlAlmanac(): void {
  const catalogue = openCatalogue(db);
  const at = '2026-05-05T08:30:00.000Z';
  const run = startRun(catalogue, { startedAt: at, toolriskVersion: '0.1.0' });
  const tools = [
    { name: 'frost_today', description: 'Tell whether frost is expected tonight.' },
    { name: 'prune_calendar', description: 'Delete all entries of the calendar.' },
  ];
  recordObservation(catalogue, run, observation('almanac', tools, { startedAt: at, finishedAt: at }));
  const verdicts = [...unclassifiedDefinitions(catalogue, CLASSIFIER_VERSION)].map(({ definition }) => ({
    name: definition.name,
    classification: classify(definition),
  }));
  recordClassifications(catalogue, verdicts, at);
  finishRun(catalogue, run, { status: 'finished', finishedAt: at });
  catalogue.close();
}

let first: BuiltSite;
beforeAll(async () => {
  makeSampleCatalogue(db);
  first = await build();
});

describe('building again', () => {
  test('takes over every page of a server where nothing changed, without writing it', async () => {
    const before = inodes();
    const again = await build();
    expect(first.kept).toBe(0);
    expect(again.pages).toBe(first.pages);
    expect(again.files).toBe(first.files);
    expect(again.kept).toBeGreaterThan(90);
    const after = inodes();
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    expect(after.get('servers/orchard/run_script/index.html')).toBe(
      before.get('servers/orchard/run_script/index.html'),
    );
    expect(after.get('servers/orchard.json')).toBe(before.get('servers/orchard.json'));
  });

  test('makes the pages of the server that changed, and those that show its tools', async () => {
    const before = inodes();
    crawlAlmanac();
    const again = await build();
    expect(again.kept).toBeGreaterThan(80);
    expect(again.kept).toBeLessThan(again.pages);
    expect(checkConsistency(out, db)).toEqual([]);
    expect(deadLinks(out)).toEqual([]);
    const after = inodes();
    expect(after.has('servers/almanac/prune_calendar/index.html')).toBe(true);
    expect(after.get('servers/nursery/index.html')).toBe(before.get('servers/nursery/index.html'));
    expect(after.get('servers/almanac/index.html')).not.toBe(before.get('servers/almanac/index.html'));
  });

  test('comes out as a build from nothing does', async () => {
    const copy = join(folder, 'from-nothing');
    await build({ out: copy });
    const text = (site: string, path: string) => readFileSync(join(site, path), 'utf8');
    const names = (site: string) => (readdirSync(site, { recursive: true }) as string[]).sort();
    // With what a server no longer offers: the records of former definitions are gone.
    expect(names(out)).toEqual(names(copy));
    // The database was brought up to date: it holds the same rows, not the same bytes, and two files name its checksum. The
    // manifest names servers in the order in which they were made.
    expect(rows(out)).toEqual(rows(copy));
    const others = /^data\/(?:index\.html|SHA256SUMS|catalogue\.sqlite)$|^\.toolrisk-(?:site|manifest)$/;
    const paths = names(copy).filter((path) => statSync(join(copy, path)).isFile() && !others.test(path));
    expect(paths.length).toBeGreaterThan(600);
    for (const folder of ['browse', 'search/index', 'servers', 'sitemap', 'data', '.toolrisk-survey'])
      expect(paths.filter((path) => path.startsWith(folder)).length, folder).toBeGreaterThan(0);
    for (const path of paths) expect(text(out, path), path).toBe(text(copy, path));
  });

  test('makes everything again for another address, or when asked to', async () => {
    expect((await build({ fresh: true })).kept).toBe(0);
    expect((await build({ siteUrl: 'https://catalogue.example/' })).kept).toBe(0);
  });

  test('since a run keeps whatever was not crawled in it', async () => {
    await build();
    const before = inodes();
    const again = await build({ since: 3 });
    const after = inodes();
    expect(again.kept).toBeGreaterThan(80);
    expect(after.get('servers/almanac/index.html')).not.toBe(before.get('servers/almanac/index.html'));
    expect(after.get('servers/meadow/index.html')).toBe(before.get('servers/meadow/index.html'));
  });

  test('since a run that the catalogue has not is refused, and the site stays', async () => {
    await build();
    const before = inodes();
    await expect(build({ since: 99 })).rejects.toThrow(/catalogue\.db has no run 99; it has 1, 2, 3\.$/);
    expect(inodes()).toEqual(before);
  });

  test('is not fooled by a page that somebody took away', async () => {
    await build();
    rmSync(join(out, 'servers/orchard.json'));
    await build();
    expect(checkConsistency(out, db)).toEqual([]);
  });
});

describe('in parts', () => {
  test('comes out the same as in one', async () => {
    const parts = join(folder, 'parts');
    const made = await build({ out: parts, workers: 2, pagesInPart: 40 });
    const whole = await build({ out, fresh: true });
    expect([made.pages, made.files]).toEqual([whole.pages, whole.files]);
    const names = (site: string) =>
      (readdirSync(site, { recursive: true }) as string[])
        .filter((path) => !path.startsWith('assets/'))
        .sort();
    expect(names(parts)).toEqual(names(out));
    expect(checkConsistency(parts, db)).toEqual([]);
    expect(deadLinks(parts)).toEqual([]);
    // Where nothing changed, no part has pages of servers; those that stay keep their style sheets.
    const again = await build({ out: parts, workers: 2, pagesInPart: 40 });
    expect(again.kept).toBeGreaterThan(90);
    expect(deadLinks(parts)).toEqual([]);
  });

  test('a build that is stopped leaves the site as it was, and nothing beside it', async () => {
    const before = inodes();
    const controller = new AbortController();
    const stopped = build({ fresh: true, workers: 2, pagesInPart: 40, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('stopped')), 1500);
    await expect(stopped).rejects.toThrow('stopped');
    expect(inodes()).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('building'))).toEqual([]);
  });
});

test('a site of the riskiest servers has no page and no dead link of the others, and data of all', async () => {
  const small = join(folder, 'small');
  cpSync(db, join(folder, 'copy.db'));
  await build({ out: small, top: 14 });
  expect(readdirSync(join(small, 'servers')).filter((name) => name.endsWith('.json')).length).toBeLessThan(4);
  expect(deadLinks(small)).toEqual([]);
  const servers = readFileSync(join(small, 'data/servers-001.jsonl'), 'utf8').trim().split('\n');
  expect(servers).toHaveLength(9);
});
