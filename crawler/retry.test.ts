import { afterEach, describe, expect, test } from 'vitest';
import type { Listing, Observation } from '../catalogue/records.ts';
import { OUTCOMES } from '../catalogue/vocabulary.ts';
import { crawlServers } from './crawl.ts';
import { listingOfTarget } from './listings/target.ts';
import { waitBeforeRetry } from './retry.ts';
import { hostGate } from './session/host-gate.ts';
import { endServers, proper, serveHttp, type Answer } from './session/test-http.ts';

afterEach(endServers);

/** A clock that only waiting moves. */
function fakeClock(abortAt = Infinity) {
  const waits: number[] = [];
  const controller = new AbortController();
  let time = Date.UTC(2026, 0, 1);
  const sleep = (milliseconds: number) => {
    waits.push(milliseconds);
    time += milliseconds;
    if (waits.length >= abortAt) controller.abort();
    return Promise.resolve();
  };
  return { waits, now: () => new Date(time), sleep, signal: controller.signal };
}

const remote = (url: string): Listing => ({
  ...listingOfTarget('npm:x', []),
  id: 'one',
  source: { type: 'remote', url },
});

async function crawl(url: string, clock: ReturnType<typeof fakeClock>): Promise<Observation[]> {
  const observations: Observation[] = [];
  const { now, sleep, signal } = clock;
  const hosts = hostGate(4, now);
  await crawlServers(
    [remote(url)],
    { cache: '/nonexistent', sandbox: 'none', remote: true, allowPrivate: true, now, sleep, signal, hosts },
    { finished: (observation) => void observations.push(observation) },
  );
  return observations;
}

/** Refuses the first `times` sessions, then lists one tool. */
function refuses(times: number, status: number, headers: Record<string, string> = {}): Answer {
  const lists = proper(() => ({ tools: [{ name: 'a', inputSchema: { type: 'object' } }] }));
  let begun = 0;
  return (request, response, rpc) => {
    if (rpc.method === 'initialize') begun++;
    if (begun <= times) return void response.writeHead(status, headers).end();
    lists(request, response, rpc);
  };
}

describe('a server is asked again', () => {
  test('after the pause that it asked for', async () => {
    const clock = fakeClock();
    const url = await serveHttp(refuses(1, 429, { 'retry-after': '7' }));
    expect(await crawl(url, clock)).toMatchObject([{ outcome: 'listed' }]);
    expect(clock.waits).toEqual([7000]);
  });

  test('after longer and longer pauses, a few times, and is told of once', async () => {
    const clock = fakeClock();
    const url = await serveHttp(refuses(99, 503));
    expect(await crawl(url, clock)).toMatchObject([{ outcome: 'unreachable' }]);
    expect(clock.waits).toEqual([1000, 5000]);
  });

  test('not when it asks for a pause longer than a run waits', async () => {
    const clock = fakeClock();
    const url = await serveHttp(refuses(99, 429, { 'retry-after': '3600' }));
    expect(await crawl(url, clock)).toMatchObject([{ outcome: 'rate-limited', retryAfterSeconds: 3600 }]);
    expect(clock.waits).toEqual([]);
  });

  test('not where the answer would be the same', async () => {
    const clock = fakeClock();
    const url = await serveHttp(refuses(99, 401));
    expect(await crawl(url, clock)).toMatchObject([{ outcome: 'needs-login' }]);
    expect(clock.waits).toEqual([]);
  });

  test.each([
    ['it redirects', { location: 'https://example.com/' }, 308],
    ['it redirects to nowhere', {}, 302],
  ])('not where %s', async (_what, headers, status) => {
    const clock = fakeClock();
    const url = await serveHttp(refuses(99, status, headers));
    expect(await crawl(url, clock)).toMatchObject([{ outcome: 'unreachable' }]);
    expect(clock.waits).toEqual([]);
  });

  test('not where it speaks no TLS', async () => {
    const clock = fakeClock();
    const url = await serveHttp((_request, response) => void response.end());
    expect(await crawl(url.replace('http:', 'https:'), clock)).toMatchObject([{ outcome: 'unreachable' }]);
    expect(clock.waits).toEqual([]);
  });

  test('where its host refuses a connection, which may pass', async () => {
    const clock = fakeClock();
    expect(await crawl('http://127.0.0.1:1/mcp', clock)).toMatchObject([{ outcome: 'unreachable' }]);
    expect(clock.waits).toEqual([1000, 5000]);
  });

  test('not when the run is stopped meanwhile: what it said last is told', async () => {
    const clock = fakeClock(1);
    const url = await serveHttp(refuses(99, 429));
    expect(await crawl(url, clock)).toMatchObject([{ outcome: 'rate-limited' }]);
    expect(clock.waits).toEqual([30_000]);
  });
});

test('every outcome has a bounded number of waits, each of a minute at most', () => {
  for (const outcome of OUTCOMES) {
    const waits = [1, 2, 3, 4, 5].map((attempts) => waitBeforeRetry({ outcome }, attempts));
    expect(waits.at(-1)).toBeUndefined();
    for (const wait of waits) expect(wait ?? 0).toBeLessThanOrEqual(60_000);
  }
});
