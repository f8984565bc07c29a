import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Listing, Observation } from '../../catalogue/records.ts';
import type { CrawlJob } from './job.ts';
import { isPassing } from './patience.ts';
import { openQueue, type FleetQueue } from './queue.ts';
import { startPostgres } from './test-postgres.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let queue: FleetQueue;
beforeAll(async () => void (postgres = await startPostgres()));
afterAll(() => postgres.end());
beforeEach(async () => void (queue = await openQueue(postgres.connection)));
afterEach(async () => {
  await empty();
  await queue.close();
});

const LEASE = 30;
const run = { key: 'run-1', startedAt: '2026-05-03T08:30:00.000Z', toolriskVersion: '0.1.0' };

function job(id: string, url = `http://${id}.example/mcp`): CrawlJob {
  const listing: Listing = {
    ...{ id, name: id, summary: 'Invented.', publisher: 'Nobody', tier: 'core' },
    source: { type: 'remote', url },
    ...{ arguments: [], placeholderArguments: [], environment: [] },
  };
  return { run, listing };
}

function observation(serverId: string, detail = 'It listed 0 tools.'): Observation {
  const [at, none] = [run.startedAt, { arguments: [], environmentNames: [] }];
  return {
    ...{ serverId, provenance: 'observed', outcome: 'listed', detail, startedAt: at, finishedAt: at },
    ...{ launch: none, tools: [], quarantined: [], stderrTail: '' },
  };
}

/** Takes and ends all that is left. */
async function empty(): Promise<void> {
  for (let held = await queue.take(100); held.length > 0; held = await queue.take(100))
    for (const one of held) await queue.settle(one, observation(one.listing.id));
  for (let ended = await queue.ended(100); ended.length > 0; ended = await queue.ended(100))
    await queue.stored(ended);
}

describe('the queue', () => {
  test('gives each server to one worker, and takes none twice', async () => {
    expect(await queue.add([job('a'), job('b')], LEASE)).toBe(2);
    expect(await queue.add([job('b'), job('c')], LEASE)).toBe(1);
    const first = await queue.take(2);
    const second = await queue.take(2);
    expect([...first, ...second].map(({ listing }) => listing.id).sort()).toEqual(['a', 'b', 'c']);
    expect(await queue.take(1)).toEqual([]);
    expect(await queue.add([job('a')], LEASE)).toBe(0);
    expect(await queue.counts()).toEqual({ waiting: 0, underWay: 3, toStore: 0, lost: 0 });
    await Promise.all([...first, ...second].map((held) => queue.settle(held, observation(held.listing.id))));
  });

  test('passes an observation on whole, whatever a server put in it', async () => {
    const detail = 'a\u0000b \ud800 \u202e';
    await queue.add([job('odd')], LEASE);
    const [held] = await queue.take(1);
    expect(await queue.settle(held!, observation('odd', detail))).toBe(true);
    const ended = await queue.ended(10);
    expect(ended).toMatchObject([{ lost: false, run, observation: { serverId: 'odd', detail } }]);
    await queue.stored(ended);
    expect(await queue.counts()).toEqual({ waiting: 0, underWay: 0, toStore: 0, lost: 0 });
  });

  test('takes the word of the worker that holds a server, and of no other', async () => {
    await queue.add([job('x')], LEASE);
    const [stale] = await queue.take(1);
    await queue.giveBack(stale!);
    await expect.poll(() => queue.take(1), { timeout: 10_000 }).toHaveLength(1);
    expect(await queue.settle(stale!, observation('x', 'the word of the first'))).toBe(false);
    expect(await queue.ended(10)).toEqual([]);
    const present = { ...stale!, retryCount: stale!.retryCount + 1 };
    expect(await queue.settle(present, observation('x', 'the word of the second'))).toBe(true);
    expect(await queue.ended(10)).toMatchObject([{ observation: { detail: 'the word of the second' } }]);
  });

  test('gives a server up whose workers were lost again and again, and says so', async () => {
    await queue.add([job('cursed')], LEASE);
    for (let times = 0; times < 4; times++) {
      let held: Awaited<ReturnType<FleetQueue['take']>> = [];
      await expect.poll(async () => (held = await queue.take(1)), { timeout: 20_000 }).toHaveLength(1);
      await queue.giveBack(held[0]!);
    }
    expect(await queue.ended(10)).toMatchObject([{ lost: true, listing: { id: 'cursed' } }]);
  }, 60_000);

  test('asks one host a few servers at a time, over all workers', async () => {
    const one = Array.from({ length: 6 }, (_, i) => job(`s${i}`, `http://one.example/${i}`));
    await queue.add([...one, job('other')], LEASE);
    const other = await openQueue(postgres.connection);
    const held = [...(await queue.take(3)), ...(await other.take(10))];
    const ids = held.map(({ listing }) => listing.id);
    expect(ids.filter((id) => id.startsWith('s'))).toHaveLength(4);
    expect(ids).toContain('other');
    await Promise.all(held.map((each) => queue.settle(each, observation(each.listing.id))));
    await other.close();
  });

  test('is there again after the database was', async () => {
    await queue.add([job('r')], LEASE);
    const [held] = await queue.take(1);
    postgres.restart();
    expect(await queue.settle(held!, observation('r'))).toBe(true);
    expect(await queue.ended(10)).toMatchObject([{ observation: { serverId: 'r' } }]);
  }, 60_000);
});

test('a mistake is not taken for a restart', () => {
  expect(isPassing(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBe(true);
  expect(isPassing(Object.assign(new Error('x'), { code: '57P03' }))).toBe(true);
  expect(isPassing(Object.assign(new Error('x'), { code: '28P01' }))).toBe(false);
  expect(isPassing(new Error('anything else'))).toBe(false);
});
