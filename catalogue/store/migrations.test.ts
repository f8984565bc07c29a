import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { definitionDigest } from '../digest.ts';
import type { ToolDefinition } from '../records.ts';
import {
  listClassifierUses,
  listRuns,
  openCatalogue,
  readServer,
  readTool,
  recordObservation,
  serverChanges,
  serverTools,
  startRun,
  toolHistory,
} from './index.ts';
import { testListing, testObservation, testVerdict } from './test-catalogue.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-migrations-'));
  file = join(folder, 'catalogue.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OLD: ToolDefinition = { name: 'a', description: 'old' };
const NEW: ToolDefinition = { name: 'a', description: 'new' };
const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;

/** A catalogue as schema 2 had it: three runs of one server whose one tool was redefined in the second. */
function makeOldCatalogue(): void {
  const db = new Database(file);
  for (const name of ['001-catalogue', '002-assessments'])
    db.exec(readFileSync(new URL(`migrations/${name}.sql`, import.meta.url), 'utf8'));
  db.pragma('application_id = 1414681419');
  db.pragma('user_version = 2');
  const insert = (table: string, row: Record<string, unknown>) =>
    db
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
          .map(() => '?')
          .join()})`,
      )
      .run(Object.values(row));
  const listing = testListing('one');
  insert('servers', { id: 'one', name: 'ONE', listing: JSON.stringify(listing), first_listed_at: at(1) });
  for (const definition of [OLD, NEW]) {
    const digest = definitionDigest(definition);
    insert('definitions', { digest, name: 'a', raw: JSON.stringify(definition), first_seen_at: at(1) });
    const verdict = testVerdict(definition);
    insert('classifications', {
      ...{ digest, classifier_version: '1', category: 'Read', risk_level: 'Low', kind: 'k' },
      ...{ classified_at: at(2), record: JSON.stringify(verdict) },
    });
  }
  insert('current_classifier', { only: 1, version: '1' });
  const lists = [OLD, NEW];
  lists.forEach((definition, i) => {
    insert('snapshots', {
      ...{ id: i + 1, server_id: 'one', identity: `i${i}`, provenance: 'observed' },
      ...{
        launch: '{"arguments":[],"environmentNames":[]}',
        first_seen_at: at(i + 1),
        last_seen_at: at(i + 1),
      },
    });
    insert('snapshot_tools', { snapshot_id: i + 1, position: 0, digest: definitionDigest(definition) });
  });
  [1, 2, null].forEach((snapshot, i) => {
    insert('runs', { id: i + 1, status: 'finished', started_at: at(i + 1), toolrisk_version: '0' });
    insert('observations', {
      ...{ run_id: i + 1, server_id: 'one', provenance: 'observed', detail: '', stderr_tail: '' },
      ...{ outcome: snapshot === null ? 'timed-out' : 'listed', snapshot_id: snapshot },
      // The second run's clock was behind.
      ...{ started_at: at(1), finished_at: at([3, 1, 4][i]!) },
      launch: '{"arguments":[],"environmentNames":[]}',
    });
  });
  db.prepare('UPDATE servers SET snapshot_id = 2').run();
  insert('tools', {
    ...{ server_id: 'one', name: 'a', slug: 'a', digest: definitionDigest(NEW) },
    ...{ position: 0, present: 1, first_seen_at: at(3) },
  });
  db.close();
}

describe('a catalogue of an older schema', () => {
  beforeEach(makeOldCatalogue);

  test('keeps all it has, and gets the history that its runs had', () => {
    const db = openCatalogue(file);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(readTool(db, { serverId: 'one', slug: 'a' })).toMatchObject({ definition: NEW });
    expect(serverTools(db, 'one')).toHaveLength(1);
    expect(serverChanges(db, 'one').map(({ change }) => change.kind)).toEqual(['outcome', 'redefined']);
    expect(listRuns(db).map(({ changes }) => changes)).toEqual([{ outcome: 1 }, { redefined: 1 }, {}]);
    expect(new Set(listRuns(db).map(({ key }) => key)).size).toBe(3);
    expect(listClassifierUses(db)).toEqual([{ version: '1', at: at(2), previous: null }]);
    const { versions } = toolHistory(db, { serverId: 'one', slug: 'a' })!;
    expect(versions.map(({ digest }) => digest)).toEqual([OLD, NEW].map(definitionDigest));
    expect(readServer(db, 'one')?.lastCrawl).toMatchObject({ outcome: 'timed-out', standing: null });
    db.close();
  });

  test('goes on where it was', () => {
    const db = openCatalogue(file);
    const runId = startRun(db, { startedAt: at(5), toolriskVersion: '0' });
    expect(recordObservation(db, runId, testObservation('one', 30, [NEW]))).toMatchObject({ current: true });
    expect(serverChanges(db, 'one').map(({ change }) => change.kind)).toEqual([
      ...['outcome', 'outcome', 'redefined'],
    ]);
    db.close();
  });

  test('is not migrated by a reader', () => {
    expect(() => openCatalogue(file, 'read')).toThrow(/older schema/);
  });
});
