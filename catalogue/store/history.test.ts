import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Observation, ToolDefinition } from '../records.ts';
import {
  classifierChanges,
  listClassifierUses,
  listRuns,
  openCatalogue,
  readServer,
  recordObservations,
  runChanges,
  serverChanges,
  serverTools,
  startRun,
  toolHistory,
  type Catalogue,
  type RecordedChange,
} from './index.ts';
import { dayOf, testClassify, testObservation, testRun } from './test-catalogue.ts';

let db: Catalogue;
beforeEach(() => (db = openCatalogue(':memory:')));
afterEach(() => void db.close());

const crawl = (day: number, tools: ToolDefinition[], more: Partial<Observation> = {}) => {
  const { runId, recorded } = testRun(db, day, [testObservation('one', day, tools, more)]);
  return { runId, ...recorded[0]! };
};
const failed = (day: number) => crawl(day, [], { outcome: 'timed-out' });
const inShort = (changes: Iterable<RecordedChange>) =>
  [...changes].map(({ change }) => ('tool' in change ? `${change.kind} ${change.tool}` : change.kind));
const named = (...names: string[]): ToolDefinition[] => names.map((name) => ({ name }));
const levels = ({ description }: ToolDefinition) =>
  description === 'danger' ? { riskLevel: 'Critical' as const, category: 'Destructive' as const } : {};

describe('what a run changed', () => {
  it('is nothing where a server was never seen before, or gave the same again', () => {
    const first = crawl(1, named('a', 'b'));
    const again = crawl(2, named('a', 'b'));
    expect(inShort(runChanges(db, first.runId))).toEqual([]);
    expect(inShort(runChanges(db, again.runId))).toEqual([]);
    expect(again).toMatchObject({ standing: 'present', current: true, changed: false });
  });

  it('is read with what raises the risk first, and counted by kind', () => {
    crawl(1, [...named('a', 'gone'), { name: 'risen' }]);
    const { runId } = crawl(
      2,
      [{ name: 'a', title: 'A' }, ...named('new'), { name: 'risen', description: 'danger' }],
      { package: { type: 'npm', name: 'one', version: '2' } },
    );
    testClassify(db, '1', 3, levels);
    expect(inShort(runChanges(db, runId))).toEqual([
      ...['redefined risen', 'reclassified risen', 'server', 'redefined a', 'added new', 'removed gone'],
    ]);
    expect(inShort(runChanges(db, runId, 'server'))[0]).toBe('server');
    expect(listRuns(db)).toMatchObject([
      { id: runId, servers: 1, changes: { added: 1, removed: 1, redefined: 2, server: 1 } },
      { servers: 1, changes: {} },
    ]);
    const [risen] = runChanges(db, runId);
    expect(risen).toMatchObject({
      ...{ serverId: 'one', slug: 'risen', present: true, runId, at: dayOf(2) },
      change: { raisesRisk: true, fields: [{ pointer: '/description', after: { text: 'danger' } }] },
    });
  });

  it('names a change of outcome, of the server and of how it was asked apart from the tools', () => {
    crawl(1, named('a'));
    const down = failed(2);
    const back = crawl(3, named('a'), {
      instructions: 'Hello.',
      launch: { arguments: ['--all'], environmentNames: [] },
    });
    expect(inShort(runChanges(db, down.runId))).toEqual(['outcome']);
    expect(inShort(runChanges(db, back.runId))).toEqual(['outcome', 'server', 'circumstances']);
    expect(inShort(serverChanges(db, 'one'))).toEqual(['outcome', 'server', 'circumstances', 'outcome']);
    expect(inShort(serverChanges(db, 'one', 2))).toEqual(['outcome', 'server']);
  });

  it('tells a tool that is gone from one that can no longer be taken', () => {
    crawl(1, named('a', 'b'));
    const quarantined = [{ name: 'b', reason: 'its name is bad', raw: '' }];
    const { runId } = crawl(2, named('a'), { outcome: 'listed-partly', quarantined });
    expect([...runChanges(db, runId)].find(({ slug }) => slug === 'b')).toMatchObject({
      ...{ quarantined: true, present: false },
      change: { kind: 'removed' },
    });
  });
});

describe('an empty list after a full one', () => {
  const tools = () => serverTools(db, 'one').map(({ name }) => name);
  beforeEach(() => {
    crawl(1, named('a'));
    testClassify(db, '1', 1);
  });

  it('is held back until it is seen twice, failures between notwithstanding', () => {
    expect(crawl(2, [])).toMatchObject({ standing: 'suspect', current: false });
    expect(readServer(db, 'one')?.lastCrawl?.standing).toBe('suspect');
    failed(3);
    expect(tools()).toEqual(['a']);
    const { runId, standing } = crawl(4, []);
    expect(standing).toBe('present');
    expect(tools()).toEqual([]);
    expect(inShort(runChanges(db, runId))).toEqual(['outcome', 'removed a']);
  });

  it('is forgotten when a full one comes between', () => {
    crawl(2, []);
    crawl(3, named('a'));
    expect(crawl(4, []).standing).toBe('suspect');
    expect(tools()).toEqual(['a']);
  });
});

describe('a tool', () => {
  it('has every definition it had, with the times at which it was seen', () => {
    const old = { name: 'a', description: 'old' };
    const risen = { name: 'a', description: 'danger' };
    crawl(1, [old], { package: { type: 'npm', name: 'one', version: '1.0.0' } });
    crawl(2, [old], { package: { type: 'npm', name: 'one', version: '1.0.0' } });
    failed(3);
    crawl(4, [risen], { package: { type: 'npm', name: 'one', version: '1.1.0' } });
    crawl(5, [old, { name: 'b' }]);
    crawl(6, named('b'));
    crawl(7, [old, { name: 'b' }]);
    testClassify(db, '1', 8, levels);
    const history = toolHistory(db, { serverId: 'one', slug: 'a' })!;
    const seen = history.versions.map((version) => [
      version.verdict?.riskLevel,
      version.firstSeenAt,
      version.lastSeenAt,
      version.packageVersion,
    ]);
    expect(seen).toEqual([
      ['Low', dayOf(1), dayOf(2), '1.0.0'],
      ['Critical', dayOf(4), dayOf(4), '1.1.0'],
      ['Low', dayOf(5), dayOf(5), null],
      ['Low', dayOf(7), dayOf(7), null],
    ]);
    expect(history.present).toBe(true);
    expect(inShort(history.changes)).toEqual([
      ...['added a', 'removed a', 'redefined a', 'reclassified a', 'redefined a', 'reclassified a'],
    ]);
    expect(history.reclassifications).toEqual([]);
    expect(toolHistory(db, { serverId: 'one', slug: 'nobody' })).toBeUndefined();
  });

  it('is reclassified by another classifier apart from its redefinitions', () => {
    crawl(1, named('a', 'b'));
    testClassify(db, '1', 1);
    testClassify(db, '2', 2, ({ name }) => (name === 'a' ? { riskLevel: 'High' } : {}));
    crawl(3, [{ name: 'a', title: 'A' }, { name: 'b' }]);
    testClassify(db, '2', 4, () => ({ riskLevel: 'High' }));
    const history = toolHistory(db, { serverId: 'one', slug: 'a' })!;
    expect(inShort(history.changes)).toEqual(['redefined a']);
    expect(history.reclassifications).toMatchObject([
      {
        runId: null,
        at: dayOf(2),
        change: { cause: 'classifier', before: { riskLevel: 'Low' }, raisesRisk: true },
      },
    ]);
    const uses = listClassifierUses(db);
    expect(uses.map(({ version, previous }) => [version, previous])).toEqual([
      ['1', null],
      ['2', '1'],
    ]);
    expect(inShort(uses.flatMap((use) => [...classifierChanges(db, use)]))).toEqual([]);
    expect(inShort(serverChanges(db, 'one'))).toEqual(['redefined a', 'reclassified a']);
  });

  it('that is there still is found among what a classifier changed', () => {
    crawl(1, named('a', 'b'));
    testClassify(db, '1', 1);
    testClassify(db, '2', 2, ({ name }) => (name === 'a' ? { category: 'Write' } : {}));
    const [first, use] = listClassifierUses(db);
    expect(inShort(classifierChanges(db, first!))).toEqual([]);
    expect(inShort(classifierChanges(db, use!))).toEqual(['reclassified a']);
    // One that has that definition only since then was not reclassified.
    testRun(db, 3, [testObservation('two', 3, named('b')), testObservation('one', 3, named('a', 'b'))]);
    testRun(db, 4, [testObservation('two', 4, named('a', 'b'))]);
    expect([...classifierChanges(db, use!)].map(({ serverId }) => serverId)).toEqual(['one']);
  });
});

test('observations may come in any order', () => {
  const days = [1, 2, 3, 4, 5];
  const lists = [named('a'), [], named('A', 'b'), [], []];
  const histories = [days, days.toReversed(), [3, 1, 5, 2, 4]].map((order) => {
    const own = openCatalogue(':memory:');
    for (const day of order) testRun(own, day, [testObservation('one', day, lists[day - 1]!)]);
    const rows = own.prepare('SELECT name, slug, present, first_seen_at FROM tools ORDER BY name').all();
    const found = serverChanges(own, 'one').map(({ at, change }) => [at, change]);
    own.close();
    return { rows, found };
  });
  expect(histories[1]).toEqual(histories[0]);
  expect(histories[2]).toEqual(histories[0]);
  expect(histories[0]?.rows).toMatchObject([
    { name: 'A', slug: expect.stringMatching(/^A~/) as string, present: 0 },
    { name: 'a', slug: 'a' },
    { name: 'b' },
  ]);
});

describe('several observations of a run', () => {
  it('are stored together, or none of them is', () => {
    testRun(db, 1, [testObservation('one', 1, named('a'))]);
    testClassify(db, '1', 1);
    const runId = startRun(db, { startedAt: dayOf(2), toolriskVersion: '0' });
    const [good, unlisted] = [
      testObservation('one', 2, named('b')),
      testObservation('never listed', 2, named('c')),
    ];
    expect(() => recordObservations(db, runId, [good, unlisted])).toThrow(/FOREIGN KEY/);
    expect(serverTools(db, 'one').map(({ name }) => name)).toEqual(['a']);
    expect(recordObservations(db, runId, [good])).toMatchObject([{ current: true, changed: true }]);
    expect(inShort(runChanges(db, runId))).toEqual(['added b', 'removed a']);
  });
});
