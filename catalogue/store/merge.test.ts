import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Observation, ToolDefinition } from '../records.ts';
import type { RiskLevel, Sandbox } from '../vocabulary.ts';
import {
  mergeCatalogue,
  openCatalogue,
  readServer,
  recordAssessment,
  recordClassifications,
  recordListing,
  serverTools,
  setCurrentClassifier,
  type Catalogue,
} from './index.ts';
import { dayOf, testClassify, testListing, testObservation, testRun, testVerdict } from './test-catalogue.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'toolrisk-merge-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileWith(fill: (db: Catalogue) => void): string {
  const file = join(folder, `${files++}.db`);
  const db = openCatalogue(file);
  fill(db);
  db.close();
  return file;
}

/** All that a catalogue says, without the ids and caches that are its own. */
const LOGICAL = {
  runs: 'SELECT key, status, started_at, finished_at, toolrisk_version FROM runs ORDER BY key',
  servers: `SELECT v.id, v.name, v.listing, v.first_listed_at, v.listed_at, s.identity FROM servers v
    LEFT JOIN snapshots s ON s.id = v.snapshot_id ORDER BY v.id`,
  definitions: 'SELECT * FROM definitions ORDER BY digest',
  rawVariants: 'SELECT * FROM raw_variants ORDER BY raw_digest',
  snapshots: `SELECT server_id, identity, provenance, package, launch, server_info, protocol_version, capabilities,
    instructions, tool_count, first_seen_at, last_seen_at FROM snapshots ORDER BY 1, 2`,
  lists: `SELECT s.server_id, s.identity, t.position, t.digest FROM snapshot_tools t
    JOIN snapshots s ON s.id = t.snapshot_id ORDER BY 1, 2, 3`,
  quarantined: `SELECT s.server_id, s.identity, t.position, t.name, t.reason, t.raw FROM quarantined_tools t
    JOIN snapshots s ON s.id = t.snapshot_id ORDER BY 1, 2, 3`,
  tools: 'SELECT * FROM tools ORDER BY server_id, name',
  observations: `SELECT o.server_id, o.sequence, r.key, o.provenance, o.outcome, o.detail, o.started_at,
    o.finished_at, o.launch, o.package, o.stderr_tail, o.standing, o.offers, o.login, o.retry_after_seconds,
    o.ttl_ms, s.identity FROM observations o JOIN runs r ON r.id = o.run_id
    LEFT JOIN snapshots s ON s.id = o.snapshot_id ORDER BY 1, 2`,
  changes: `SELECT o.server_id, o.sequence, c.position, r.key, c.kind, c.tool, c.before, c.after,
    f.identity AS was, t.identity AS became FROM changes c JOIN observations o ON o.id = c.observation_id
    JOIN runs r ON r.id = c.run_id LEFT JOIN snapshots f ON f.id = c.from_snapshot_id
    LEFT JOIN snapshots t ON t.id = c.to_snapshot_id ORDER BY 1, 2, 3`,
  classifications: 'SELECT * FROM classifications ORDER BY digest, classifier_version',
  assessments: 'SELECT * FROM assessments ORDER BY digest, prompt_digest, model',
  classifierUses: 'SELECT * FROM classifier_uses ORDER BY at, version',
  classifier: 'SELECT version FROM current_classifier',
};

function dump(db: Catalogue): Record<string, unknown[]> {
  const rows = Object.entries(LOGICAL).map(([what, sql]) => [what, db.prepare(sql).all()] as const);
  return Object.fromEntries(rows);
}

/** What merging these gives, looked at with `look`. */
function merged<T>(sources: readonly string[], look: (db: Catalogue) => T): T {
  const db = openCatalogue(':memory:');
  try {
    for (const file of sources) mergeCatalogue(db, file);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    return look(db);
  } finally {
    db.close();
  }
}

const named = (...names: string[]): ToolDefinition[] => names.map((name) => ({ name }));
const dumpOf = (file: string) => {
  const db = openCatalogue(file, 'read');
  try {
    return dump(db);
  } finally {
    db.close();
  }
};

describe('merging', () => {
  test('one catalogue into an empty one gives the same catalogue', () => {
    const file = fileWith((db) => {
      testRun(db, 1, [testObservation('one', 1, named('a', 'b')), testObservation('two', 1, named('c'))]);
      testRun(db, 2, [testObservation('one', 2, []), testObservation('two', 2, [], { outcome: 'exited' })]);
      testClassify(db, '1', 3);
    });
    expect(merged([file], dump)).toEqual(dumpOf(file));
    expect(merged([file, file], dump)).toEqual(dumpOf(file));
  });

  test('gives every server its own history, and one of both where both crawled it', () => {
    const one = fileWith((db) => {
      testRun(db, 1, [testObservation('mine', 1, named('a')), testObservation('both', 1, named('a'))]);
      testRun(db, 3, [testObservation('both', 3, named('a', 'c'))]);
    });
    const other = fileWith((db) => {
      testRun(db, 2, [testObservation('yours', 2, named('b')), testObservation('both', 2, named('b'))]);
      testClassify(db, '1', 4);
    });
    const [tools, kinds, last] = merged([one, other], (db) => {
      testClassify(db, '1', 5);
      return [
        ['mine', 'yours', 'both'].map((id) => serverTools(db, id).map(({ name }) => name)),
        db.prepare('SELECT kind, tool FROM changes ORDER BY observation_id, position').raw().all(),
        readServer(db, 'both')?.lastCrawl?.startedAt,
      ];
    });
    expect(tools).toEqual([['a'], ['b'], ['a', 'c']]);
    const removed = [['added', 'b'], ['removed', 'a']]; // prettier-ignore
    expect(kinds).toHaveLength(5);
    expect(kinds).toEqual(expect.arrayContaining(removed));
    expect(last).toBe(dayOf(3));
  });

  test('says how much was new', () => {
    const file = fileWith((db) => testRun(db, 1, [testObservation('one', 1, named('a', 'b'))]));
    const db = openCatalogue(':memory:');
    expect(mergeCatalogue(db, file)).toEqual({ runs: 1, servers: 1, observations: 1, definitions: 2 });
    expect(mergeCatalogue(db, file)).toEqual({ runs: 0, servers: 0, observations: 0, definitions: 0 });
    db.close();
  });

  test('of a run’s copies the one that is over holds', () => {
    const file = fileWith((db) => {
      testRun(db, 1, [testObservation('one', 1, named('a'))]);
      db.prepare(`UPDATE runs SET status = 'running', finished_at = NULL`).run();
    });
    const over = fileWith((db) => {
      mergeCatalogue(db, file);
      db.prepare(`UPDATE runs SET status = 'finished', finished_at = ?`).run(dayOf(2));
    });
    for (const order of [
      [file, over],
      [over, file],
    ])
      // prettier-ignore
      expect(merged(order, (db) => db.prepare('SELECT status, finished_at FROM runs').raw().all())).toEqual([
        ['finished', dayOf(2)],
      ]);
  });

  test('refuses what is no catalogue and leaves all as it was', () => {
    const db = openCatalogue(':memory:');
    testRun(db, 1, [testObservation('one', 1, named('a'))]);
    const before = dump(db);
    expect(() => mergeCatalogue(db, join(folder, 'nothing.db'))).toThrow(/no catalogue at/);
    expect(dump(db)).toEqual(before);
    db.close();
  });
});

describe('where two catalogues differ', () => {
  /** What one value holds after merging both ways: the same. */
  const both = (one: (db: Catalogue) => void, other: (db: Catalogue) => void, sql: string): unknown => {
    const files = [fileWith(one), fileWith(other)];
    const look = (db: Catalogue) => db.prepare(sql).raw().all();
    const [first, second] = [merged(files, look), merged(files.toReversed(), look)];
    expect(second).toEqual(first);
    return first;
  };
  const listedOn = (day: number, summary: string) => (db: Catalogue) =>
    recordListing(db, { ...testListing('one'), summary }, dayOf(day));
  const judgedOn = (day: number, riskLevel: RiskLevel, provisional: boolean) => (db: Catalogue) => {
    testRun(db, 1, [testObservation('one', 1, named('a'))]);
    const classification = testVerdict({ name: 'a' }, { riskLevel });
    recordClassifications(db, [{ name: 'a', classification, provisional }], dayOf(day));
    setCurrentClassifier(db, '1', dayOf(day));
  };

  test('the newer listing holds, listed since the older', () => {
    const sql = `SELECT listing ->> '$.summary', first_listed_at, listed_at FROM servers`;
    expect(both(listedOn(1, 'Old.'), listedOn(2, 'New.'), sql)).toEqual([['New.', dayOf(1), dayOf(2)]]);
  });

  test('the newer verdict holds, but no provisional one before a final one', () => {
    const sql = 'SELECT risk_level FROM classifications';
    expect(both(judgedOn(2, 'Low', false), judgedOn(3, 'High', false), sql)).toEqual([['High']]);
    expect(both(judgedOn(2, 'Low', false), judgedOn(3, 'High', true), sql)).toEqual([['Low']]);
  });

  test('the newer word of a model holds', () => {
    const key = { digest: 'd', promptDigest: 'p', model: 'm' };
    const said = (day: number, word: string) => (db: Catalogue) =>
      recordAssessment(db, key, { word }, dayOf(day));
    const sql = `SELECT record ->> '$.word' FROM assessments`;
    expect(both(said(1, 'old'), said(2, 'new'), sql)).toEqual([['new']]);
  });

  test('the classifier that was taken up last is the current one', () => {
    const uses = (version: string, day: number) => (db: Catalogue) =>
      setCurrentClassifier(db, version, dayOf(day));
    expect(both(uses('2', 1), uses('1', 2), 'SELECT version FROM current_classifier')).toEqual([['1']]);
  });

  test('a definition is known since it was first seen, by the text of then', () => {
    const seen = (day: number, padding: string) => (db: Catalogue) => {
      const observation = testObservation('one', day, named('a'));
      const tools = observation.tools.map((each) => ({ ...each, raw: `${each.raw}${padding}` }));
      testRun(db, day, [{ ...observation, tools }]);
    };
    const sql = 'SELECT raw, first_seen_at FROM definitions';
    expect(both(seen(1, ' '), seen(2, ''), sql)).toEqual([['{"name":"a"} ', dayOf(1)]]);
    const span = 'SELECT first_seen_at, last_seen_at FROM snapshots';
    expect(both(seen(1, ''), seen(2, ''), span)).toEqual([[dayOf(1), dayOf(2)]]);
  });

  test('a list that was seen in two sandboxes is one list, with the same words about it', () => {
    const held = (sandbox: Sandbox) => (db: Catalogue) => {
      const launch = { arguments: [], environmentNames: [], sandbox };
      testRun(db, 1, [testObservation('one', 1, named('a'), { launch })]);
    };
    const sql = `SELECT launch ->> '$.sandbox' FROM snapshots`;
    expect(both(held('podman'), held('bubblewrap'), sql)).toEqual([['bubblewrap']]);
  });

  test('what stops a merge half-way leaves all as it was', () => {
    const file = fileWith(listedOn(1, 'Theirs.'));
    const db = openCatalogue(':memory:');
    listedOn(2, 'Ours.')(db);
    const before = dump(db);
    // The last of what is taken over: a full disk would stop it no later.
    db.exec(
      `CREATE TEMP TRIGGER stop BEFORE INSERT ON main.observations BEGIN SELECT raise(ABORT, 'full'); END`,
    );
    const theirs = fileWith((other) => {
      mergeCatalogue(other, file);
      testRun(other, 3, [testObservation('two', 3, named('a'))]);
    });
    expect(() => mergeCatalogue(db, theirs)).toThrow(/full/);
    expect(dump(db)).toEqual(before);
    db.close();
  });
});

// Names that share an address, texts that share a digest, empty lists, failures, late days.
const name = fc.constantFrom('a', 'A', 'b', '..', 'Sync', 'sync');
const tool = fc.record({ name, description: fc.constantFrom('x', 'y') });
const tools = fc.uniqueArray(tool, { maxLength: 3, selector: (each) => each.name });
const observed = fc.record({
  server: fc.constantFrom('one', 'two'),
  day: fc.integer({ min: 1, max: 6 }),
  tools,
  outcome: fc.constantFrom('listed', 'listed', 'declared', 'exited', 'interrupted'),
  version: fc.constantFrom('1', '2'),
  padding: fc.constantFrom('', ' '),
  // Neither is part of a list's identity.
  sandbox: fc.constantFrom('bubblewrap', 'podman'),
  unread: fc.constantFrom('1', '2'),
});
const machine = fc.record({
  observed: fc.uniqueArray(observed, { maxLength: 5, selector: ({ server, day }) => `${server} ${day}` }),
  classifier: fc.constantFrom(undefined, '1', '2'),
  classified: fc.integer({ min: 1, max: 6 }),
  listed: fc.integer({ min: 1, max: 6 }),
});
type Machine = typeof machine extends fc.Arbitrary<infer T> ? T : never;

function crawlOn(db: Catalogue, { observed, classifier, classified, listed }: Machine): void {
  for (const { server, day, tools, outcome, version, padding, sandbox, unread } of observed) {
    const carries = outcome === 'listed' || outcome === 'declared';
    const observation = testObservation(server, day, carries ? tools : [], {
      outcome: outcome as Observation['outcome'],
      provenance: outcome === 'declared' ? 'declared' : 'observed',
      package: { type: 'npm', name: server, version },
      launch: { arguments: [], environmentNames: [], sandbox: sandbox as Sandbox },
      quarantined: carries ? [{ reason: 'it is not a JSON object', raw: unread }] : [],
    });
    const raw = observation.tools.map((each) => ({ ...each, raw: `${each.raw}${padding}` }));
    testRun(db, day, [{ ...observation, tools: raw }]);
  }
  recordListing(db, { ...testListing('one'), summary: `Of day ${listed}.` }, dayOf(listed));
  const level = classified % 2 === 0 ? 'High' : 'Low';
  if (classifier) testClassify(db, classifier, classified, () => ({ riskLevel: level }));
  recordAssessment(db, { digest: 'd', promptDigest: 'p', model: 'm' }, { classified }, dayOf(classified));
}

test('the order of merging makes no difference, nor does merging again', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(machine, { minLength: 1, maxLength: 3 }),
      fc.func(fc.integer()),
      fc.nat(),
      (machines, rankOf, twice) => {
        const files = machines.map((each) => fileWith((db) => crawlOn(db, each)));
        const order = files.toSorted((a, b) => rankOf(a) - rankOf(b));
        const all = merged(files, dump);
        expect(merged(order, dump)).toEqual(all);
        expect(merged([...order, files[twice % files.length]!], dump)).toEqual(all);
        // Merged in parts, the parts are merged like any other.
        const part = fileWith((db) => files.slice(1).forEach((file) => mergeCatalogue(db, file)));
        expect(merged([part, files[0]!], dump)).toEqual(all);
        for (const file of [...files, part]) rmSync(file);
      },
    ),
    { numRuns: 60 },
  );
});

test('a history that grew by itself is the one that is derived anew', () => {
  fc.assert(
    fc.property(machine, (each) => {
      const file = fileWith((db) => crawlOn(db, each));
      expect(merged([file], dump)).toEqual(dumpOf(file));
      rmSync(file);
    }),
    { numRuns: 40 },
  );
});
