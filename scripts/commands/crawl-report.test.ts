import { expect, test } from 'vitest';
import { changesLine, jsonOf, NOTHING } from './crawl-report.ts';

test('what changed is one line', () => {
  const none = { first: 0, suspects: 0 };
  expect(changesLine({}, none)).toBe('Nothing changed since the last crawl.');
  expect(changesLine({ redefined: 1, added: 2, outcome: 1 }, { ...none, first: 3 })).toBe(
    'Changed: 3 servers listed for the first time, 2 tools added, 1 tool redefined, 1 server with another outcome.',
  );
  expect(changesLine({}, { ...none, suspects: 1 })).toBe(
    'Nothing changed since the last crawl. 1 empty list is held back until seen twice.',
  );
  expect(changesLine({ server: 1 }, { ...none, suspects: 2 })).toMatch(/\. 2 empty lists are held back/);
});

test('JSON has the same members where nothing was crawled', () => {
  expect(JSON.parse(jsonOf(NOTHING))).toEqual({
    ...{ run: null, servers: [], changes: {} },
    lists: { first: 0, suspects: 0 },
  });
});
