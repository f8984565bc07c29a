import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { publicCatalogue, type PublicCatalogue } from './publish.ts';
import type { ToolRecord } from './read-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-publish-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'catalogue.sqlite');

const summary = (id: string) => ({
  ...{ id, name: id, summary: '', publisher: '', outcome: 'listed', provenance: 'observed', tools: 1 },
  levels: { Low: 1, Medium: 0, High: 0, Critical: 0 },
});

function add(database: PublicCatalogue, serverId: string, digest: string): void {
  database.addServer(summary(serverId) as Parameters<PublicCatalogue['addServer']>[0], '{}');
  const classification = { category: 'Read', riskLevel: 'Low', confidence: 0.9, flags: [], rationale: '' };
  const tool = { serverId, slug: 'look', name: 'look', digest, definition: { name: 'look' }, classification };
  database.addTool({ ...tool, definedAt: '', firstSeenAt: '', lastSeenAt: '' } as unknown as ToolRecord);
}

function digests(): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare('SELECT digest FROM definitions ORDER BY digest').pluck().all();
  } finally {
    database.close();
  }
}

test('a definition stays as long as a server offers it', () => {
  const first = publicCatalogue(file);
  add(first, 'one', 'shared');
  add(first, 'two', 'shared');
  add(first, 'three', 'alone');
  first.finish();
  expect(digests()).toEqual(['alone', 'shared']);

  const second = publicCatalogue(file);
  second.removeServer('one');
  second.removeServer('three');
  // Another server takes up what was removed before the file is finished.
  add(second, 'four', 'alone');
  second.finish();
  expect(digests()).toEqual(['alone', 'shared']);

  const third = publicCatalogue(file);
  third.removeServer('two');
  third.removeServer('four');
  third.finish();
  expect(digests()).toEqual([]);
});
