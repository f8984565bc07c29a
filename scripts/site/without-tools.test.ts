/** What the pages of servers say that show no tools: an empty list is an answer, and no list is none. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../catalogue/records.ts';
import {
  finishRun,
  openCatalogue,
  recordListing,
  recordObservation,
  startRun,
} from '../../catalogue/store/index.ts';
import { buildSite } from './build.ts';
import { checkConsistency } from './consistency.ts';
import { siteDocuments } from './documents.ts';
import { textOf } from './html-text.ts';
import { inventedListing, makeSampleCatalogue, observation } from './sample-catalogue.ts';
import { MEADOW } from './sample-tools.ts';

const DAYS = ['2026-05-05T08:30:00.000Z', '2026-05-06T08:30:00.000Z'];
const broken: Partial<Observation> = { tools: [], outcome: 'timed-out', detail: 'It did not answer.' };
const leftOut = { name: 'graft', reason: 'its inputSchema is a string, not an object', raw: '{}' };

/** What each crawl of an invented server gave, the oldest first. */
const CRAWLS: Record<string, Partial<Observation>[]> = {
  bare: [{ tools: [] }],
  'bare-then-broken': [{ tools: [] }, broken],
  emptied: [{}, { tools: [] }],
  quarantined: [{ tools: [], outcome: 'listed-partly', quarantined: [leftOut] }],
};

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-without-tools-'));
const db = join(folder, 'catalogue.db');
const out = join(folder, 'dist');
beforeAll(async () => {
  makeSampleCatalogue(db);
  const catalogue = openCatalogue(db);
  for (const [i, at] of DAYS.entries()) {
    const run = startRun(catalogue, { startedAt: at, toolriskVersion: '0.1.0' });
    for (const [id, crawls] of Object.entries(CRAWLS)) {
      if (crawls[i] === undefined) continue;
      recordListing(catalogue, inventedListing(id, id, 'Invented.'), at);
      const times = { startedAt: at, finishedAt: at };
      recordObservation(catalogue, run, observation(id, MEADOW, { ...times, ...crawls[i] }));
    }
    finishRun(catalogue, run, { status: 'finished', finishedAt: at });
  }
  catalogue.close();
  await buildSite({ db, out, version: '0.1.0', ...siteDocuments() });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = (id: string) =>
  textOf(readFileSync(join(out, 'servers', id, 'index.html'), 'utf8')).replace(/\s+/g, ' ');

const markdown = (id: string) => readFileSync(join(out, 'servers', `${id}.md`), 'utf8');

describe('a server’s page', () => {
  test.each(['bare', 'bare-then-broken'])('says of an empty list that it is empty: %s', (id) => {
    const text = page(id);
    expect(text).toContain('No grade Its list of tools is empty: there is nothing to grade.');
    expect(markdown(id)).toContain('**No grade.** Its list of tools is empty: there is nothing to grade.');
    expect(text).toContain('None: its list is empty.');
    expect(text).toContain('None: it has no tools.');
    expect(text).not.toMatch(/Unknown:|it has is unknown|never gave/);
  });

  test('says that the last good list was empty where a later crawl failed', () => {
    expect(page('bare-then-broken')).toContain('Its last good list, of 5 May 2026, is empty.');
  });

  test('says that an empty list is held back where there was one before', () => {
    const text = page('emptied');
    expect(text).toContain('The list that came is empty where there was one before');
    expect(text).toMatch(/its \d+ tools below are its list of 5 May 2026\./);
  });

  test.each([
    ['uncrawled', 'it has not been crawled yet'],
    ['beehive', 'it ended by itself before it listed its tools'],
    ['silo', 'it answered, but not in the Model Context Protocol'],
    ['quarantined', '1 tool of its list had to be left out, and it has no other'],
  ])('says why nothing is known: %s', (id, because) => {
    const text = page(id);
    expect(text).toContain(`No grade Its tools are unknown: ${because}.`);
    expect(markdown(id)).toContain(`**No grade.** Its tools are unknown: ${because}.`);
    expect(text).toContain(`What tools it has is unknown: ${because}.`);
    expect(text).toContain('Unknown, as its tools are.');
    if (id !== 'quarantined') expect(text).toContain(`Verified: nothing yet, because ${because}.`);
    expect(text).not.toMatch(/is empty|never gave/);
  });
});

test('and no page of theirs contradicts the record', () => {
  const theirs = Object.keys(CRAWLS).map((id) => `/servers/${id}/`);
  const problems = checkConsistency(out, db).filter((problem) =>
    theirs.some((path) => problem.startsWith(`${path}:`)),
  );
  expect(problems).toEqual([]);
});
