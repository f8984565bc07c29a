import { afterEach, beforeEach, expect, test } from 'vitest';
import { finishRun, openCatalogue, startRun, type Catalogue } from '../catalogue/store/index.ts';
import { requireRun } from './require-run.ts';

const AT = '2026-05-03T08:00:00.000Z';
let catalogue: Catalogue;
beforeEach(() => {
  catalogue = openCatalogue(':memory:');
});
afterEach(() => catalogue.close());

function crawl(times: number): void {
  for (let i = 0; i < times; i++)
    finishRun(catalogue, startRun(catalogue, { startedAt: AT, toolriskVersion: '0.0.0' }), {
      status: 'finished',
      finishedAt: AT,
    });
}

test.each([
  [0, 'a.db has no run 99; it has none.'],
  [2, 'a.db has no run 99; it has 1, 2.'],
  [30, 'a.db has no run 99; it has 30, the latest of them 30.'],
])('of %i runs', (times, sentence) => {
  crawl(times);
  expect(() => requireRun(catalogue, 'a.db', 99)).toThrow(sentence);
});

test('a run that is there is fine', () => {
  crawl(2);
  expect(() => requireRun(catalogue, 'a.db', 2)).not.toThrow();
});
