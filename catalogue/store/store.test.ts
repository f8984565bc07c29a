import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Classification, Observation, ToolDefinition } from '../records.ts';
import {
  counts,
  finishRun,
  lastCrawls,
  latestRun,
  listServers,
  openCatalogue,
  readAssessment,
  readServer,
  readTool,
  recordAssessment,
  recordClassifications,
  recordListing,
  recordObservation,
  relatedTools,
  serverTools,
  setCurrentClassifier,
  startRun,
  toolKeys,
  unclassifiedDefinitions,
  type Catalogue,
} from './index.ts';
import { testListing, testObservation, testVerdict } from './test-catalogue.ts';

let folder: string;
let file: string;
let db: Catalogue;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-store-'));
  file = join(folder, 'catalogue.db');
  db = openCatalogue(file);
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const observation = (
  serverId: string,
  tools: ToolDefinition[],
  more: Partial<Observation> = {},
): Observation =>
  testObservation(serverId, 0, tools, { startedAt: AT, finishedAt: '2026-01-01T00:00:01Z', ...more });

const AT = '2026-01-01T00:00:00Z';

function run(): number {
  return startRun(db, { startedAt: AT, toolriskVersion: '0' });
}

function classifyAll(more: Partial<Classification> = {}): void {
  const verdicts = [...unclassifiedDefinitions(db, '1')].map(({ definition }) => ({
    name: definition.name,
    classification: testVerdict(definition, more),
  }));
  recordClassifications(db, verdicts, AT);
  setCurrentClassifier(db, '1');
}

function dump(): unknown {
  const tables = [
    'servers',
    'snapshots',
    'definitions',
    'raw_variants',
    'snapshot_tools',
    'tools',
    'classifications',
  ];
  return Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]));
}

describe('a crawl', () => {
  it('is readable again as it was stored', () => {
    recordListing(db, testListing('one'), AT);
    const runId = run();
    const tool = { name: 'get_thing', description: 'Gets a thing.' };
    recordObservation(
      db,
      runId,
      observation('one', [tool], { quarantined: [{ name: 'bad', reason: 'no', raw: '1' }] }),
    );
    finishRun(db, runId, { status: 'finished', finishedAt: AT });
    classifyAll();
    expect([...toolKeys(db)]).toEqual([{ serverId: 'one', slug: 'get_thing' }]);
    expect(readTool(db, { serverId: 'one', slug: 'get_thing' })).toMatchObject({
      definition: tool,
      classification: testVerdict(tool),
      serverName: 'ONE',
      provenance: 'observed',
    });
    expect(readServer(db, 'one')).toMatchObject({
      listing: testListing('one'),
      lastCrawl: { outcome: 'listed' },
      snapshot: { quarantined: [{ name: 'bad', reason: 'no' }] },
      levels: { Low: 1 },
    });
    expect(serverTools(db, 'one').map(({ description }) => description)).toEqual(['Gets a thing.']);
    expect(listServers(db)).toMatchObject([{ id: 'one', outcome: 'listed', tools: 1 }]);
    expect(counts(db)).toMatchObject({
      servers: 1,
      tools: 1,
      definitions: 1,
      levels: { Low: 1 },
      outcomes: { listed: 1 },
    });
    expect(latestRun(db)).toMatchObject({ id: runId, status: 'finished' });
  });

  it('is read with what else the server offers, and with what a refusal said', () => {
    recordListing(db, testListing('one'), AT);
    const prompts = { count: 2, names: ['a', 'b'] };
    const resources = { count: 200, names: ['c'], more: true };
    recordObservation(db, run(), observation('one', [{ name: 'a' }], { prompts, resources, ttlMs: 5 }));
    const login = { authorizationServers: ['https://login.example'], scopes: ['read'] };
    const refused = { outcome: 'needs-login' as const, login, finishedAt: '2026-01-02T00:00:00Z' };
    recordObservation(db, run(), observation('one', [], refused));
    expect(readServer(db, 'one')).toMatchObject({
      lastCrawl: { login, retryAfterSeconds: null, standing: null },
      snapshot: { prompts, resources, resourceTemplates: null },
    });
    const limited = {
      outcome: 'rate-limited' as const,
      retryAfterSeconds: 90,
      finishedAt: '2026-01-03T00:00:00Z',
    };
    recordObservation(db, run(), observation('one', [], limited));
    expect(readServer(db, 'one')?.lastCrawl).toMatchObject({ retryAfterSeconds: 90, login: null });
    expect(lastCrawls(db).get('one')).toMatchObject({
      outcome: 'rate-limited',
      retryAfterSeconds: 90,
      ttlMs: null,
    });
  });

  it('under other capabilities of the client is another list, and under none the same as before', () => {
    recordListing(db, testListing('one'), AT);
    const under = (clientCapabilities?: string[]) => {
      const launch = {
        arguments: [],
        environmentNames: [],
        ...(clientCapabilities && { clientCapabilities }),
      };
      return recordObservation(db, run(), observation('one', [{ name: 'a' }], { launch })).snapshotId;
    };
    const [absent, none, roots, more, swapped] = [
      under(),
      under([]),
      under(['roots']),
      under(['roots', 'sampling']),
      under(['sampling', 'roots']),
    ];
    expect(none).toBe(absent);
    expect(swapped).toBe(more);
    expect(new Set([absent, roots, more]).size).toBe(3);
  });

  it('of a package whose install scripts had run is another list', () => {
    recordListing(db, testListing('one'), AT);
    const under = (installScripts?: true) => {
      const launch = { arguments: [], environmentNames: [], ...(installScripts && { installScripts }) };
      return recordObservation(db, run(), observation('one', [{ name: 'a' }], { launch })).snapshotId;
    };
    expect(under(true)).not.toBe(under());
  });

  it('that is stored a second time is the one that was stored', () => {
    recordListing(db, testListing('one'), AT);
    const runId = run();
    const first = recordObservation(db, runId, observation('one', [{ name: 'a' }]));
    const before = dump();
    expect(recordObservation(db, runId, observation('one', [{ name: 'a' }]))).toEqual({
      ...first,
      ...{ changed: false, first: false },
    });
    expect(dump()).toEqual(before);
  });

  it('that finds the same again changes nothing but the time last seen', () => {
    recordListing(db, testListing('one'), AT);
    recordObservation(db, run(), observation('one', [{ name: 'a' }, { name: 'b' }]));
    classifyAll();
    const before = dump();
    recordListing(db, testListing('one'), '2027-01-01T00:00:00Z');
    expect(recordObservation(db, run(), observation('one', [{ name: 'a' }, { name: 'b' }]))).toMatchObject({
      current: true,
      changed: false,
    });
    expect(dump()).toEqual(before);
    expect([...unclassifiedDefinitions(db, '1')]).toEqual([]);
  });

  it.each([
    ['a failed one', { outcome: 'timed-out' as const }],
    ['an empty one', {}],
    [
      'a declared one',
      {
        provenance: 'declared' as const,
        outcome: 'declared' as const,
        tools: observation('one', [{ name: 'z' }]).tools,
      },
    ],
  ])('never loses a good list to %s', (_name, more) => {
    recordListing(db, testListing('one'), AT);
    recordObservation(db, run(), observation('one', [{ name: 'a' }]));
    classifyAll();
    expect(recordObservation(db, run(), observation('one', [], more)).current).toBe(false);
    expect(serverTools(db, 'one').map(({ name }) => name)).toEqual(['a']);
  });

  it('keeps the address of a tool that went and came back, and shows its new definition', () => {
    recordListing(db, testListing('one'), AT);
    recordObservation(db, run(), observation('one', [{ name: 'Sync' }, { name: 'sync' }]));
    recordObservation(db, run(), observation('one', [{ name: 'other' }]));
    recordObservation(
      db,
      run(),
      observation('one', [{ name: 'sync', description: 'New.' }, { name: 'Sync' }]),
    );
    classifyAll();
    const [first, second] = serverTools(db, 'one');
    expect([first!.slug, second!.slug]).toEqual(['Sync', expect.stringMatching(/^sync~/)]);
    expect(second!.description).toBe('New.');
  });

  it('goes back to a list that was seen before', () => {
    recordListing(db, testListing('one'), AT);
    recordObservation(db, run(), observation('one', [{ name: 'a' }]));
    recordObservation(db, run(), observation('one', [{ name: 'b' }]));
    recordObservation(db, run(), observation('one', [{ name: 'a' }]));
    classifyAll();
    expect(serverTools(db, 'one').map(({ name }) => name)).toEqual(['a']);
  });

  it('keeps every raw text of a definition', () => {
    recordListing(db, testListing('one'), AT);
    const definition = { name: 'a' };
    ['{"name":"a"}', '{"name":"a","_meta":{}}'].forEach((raw, day) => {
      const finishedAt = `2026-01-0${day + 1}T00:00:00Z`;
      recordObservation(db, run(), { ...observation('one', []), finishedAt, tools: [{ raw, definition }] });
    });
    expect(db.prepare('SELECT raw FROM definitions').pluck().all()).toEqual(['{"name":"a"}']);
    expect(db.prepare('SELECT raw FROM raw_variants').pluck().all()).toEqual(['{"name":"a","_meta":{}}']);
  });

  it('stores all of an observation or nothing', () => {
    recordListing(db, testListing('one'), AT);
    const before = dump();
    const twice = observation('one', [{ name: 'a' }, { name: 'a' }]);
    expect(() => recordObservation(db, 999, twice)).toThrow();
    expect(dump()).toEqual(before);
  });

  it('that was cut off by its end is marked interrupted by the next', () => {
    const first = run();
    run();
    expect(db.prepare('SELECT status FROM runs WHERE id = ?').pluck().get(first)).toBe('interrupted');
  });
});

describe('verdicts and assessments', () => {
  it('asks again for a provisional verdict, and no more once it is final', () => {
    recordListing(db, testListing('one'), AT);
    const tool = { name: 'a' };
    recordObservation(db, run(), observation('one', [tool]));
    const store = (provisional: boolean) =>
      recordClassifications(db, [{ name: 'a', classification: testVerdict(tool), provisional }], AT);
    store(true);
    expect([...unclassifiedDefinitions(db, '1')]).toHaveLength(1);
    store(false);
    expect([...unclassifiedDefinitions(db, '1')]).toHaveLength(0);
    expect([...unclassifiedDefinitions(db, '2')]).toHaveLength(1);
  });

  it('keeps an assessment under its definition, question and model', () => {
    const key = { digest: 'd', promptDigest: 'p', model: 'm' };
    recordAssessment(db, key, { category: 'Read' }, AT);
    recordAssessment(db, key, { category: 'Write' }, AT);
    expect(readAssessment(db, key)).toEqual({ category: 'Write' });
    expect(readAssessment(db, { ...key, model: 'other' })).toBeUndefined();
  });
});

describe('relatedTools', () => {
  it('finds the same server, the same name and the same kind', () => {
    for (const id of ['one', 'two', 'three']) recordListing(db, testListing(id), AT);
    const runId = run();
    recordObservation(db, runId, observation('one', [{ name: 'get_user' }, { name: 'drop_all' }]));
    recordObservation(db, runId, observation('two', [{ name: 'get_user', description: 'Other.' }]));
    recordObservation(db, runId, observation('three', [{ name: 'find_users' }]));
    classifyAll();
    const related = relatedTools(db, readTool(db, { serverId: 'one', slug: 'get_user' })!, 5);
    const where = (tools: { serverId: string; name: string }[]) =>
      tools.map(({ serverId, name }) => `${serverId}/${name}`);
    expect(where(related.sameServer)).toEqual(['one/drop_all']);
    expect(where(related.sameName)).toEqual(['two/get_user']);
    expect(where(related.sameKind)).toEqual(['three/find_users']);
  });
});

describe('openCatalogue', () => {
  it('refuses a catalogue of a newer schema and leaves it as it was', () => {
    db.pragma('user_version = 99');
    db.close();
    expect(() => openCatalogue(file)).toThrow(/newer Toolrisk \(schema 99/);
    db = new Database(file);
    expect(db.pragma('user_version', { simple: true })).toBe(99);
  });

  it('refuses a file that is no database, another program’s database, and a missing one', () => {
    const text = join(folder, 'text.db');
    writeFileSync(text, 'not a database, but long enough to be taken for one'.repeat(50));
    expect(() => openCatalogue(text)).toThrow(/no SQLite database/);
    const foreign = join(folder, 'foreign.db');
    const other = new Database(foreign);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    expect(() => openCatalogue(foreign)).toThrow(/no Toolrisk catalogue/);
    expect(() => openCatalogue(join(folder, 'missing.db'), 'read')).toThrow(/no catalogue at/);
  });

  it('says what to do when the folder cannot be made', () => {
    writeFileSync(join(folder, 'plain'), '');
    expect(() => openCatalogue(join(folder, 'plain', 'catalogue.db'))).toThrow(/could not be opened/);
    expect(() => openCatalogue('/proc/none/deep/catalogue.db')).toThrow(/could not be opened/);
  });

  it('says that a folder is no catalogue', () => {
    for (const mode of ['read', 'update', 'write'] as const)
      expect(() => openCatalogue(folder, mode)).toThrow(
        /is a folder: name the catalogue's file with --db\.$/,
      );
  });

  it('reads while another connection writes', () => {
    recordListing(db, testListing('one'), AT);
    const reader = openCatalogue(file, 'read');
    recordListing(db, testListing('two'), AT);
    expect(listServers(reader)).toHaveLength(2);
    reader.close();
  });
});
