import { expect, test } from 'vitest';
import { noTools } from './no-tools.ts';

const snapshot = { lastSeenAt: '2026-05-03T08:30:00.000Z', quarantined: [] };
const tools: unknown[] = [];

test('a server that shows tools needs no reason', () => {
  expect(noTools({ outcome: 'exited', snapshot, tools: [{}] })).toBeUndefined();
});

test('an empty list is known, however the last crawl ended', () => {
  const empty = { known: true, because: 'its list is empty' };
  expect(noTools({ outcome: 'listed', snapshot, tools })).toEqual(empty);
  expect(noTools({ outcome: 'timed-out', snapshot, tools })).toEqual(empty);
});

test.each([
  ['not-crawled', 'it has not been crawled yet'],
  ['exited', 'it ended by itself before it listed its tools'],
  ['unreachable', 'it could not be reached'],
] as const)('without a list nothing is known: %s', (outcome, because) => {
  expect(noTools({ outcome, snapshot: null, tools })).toEqual({ known: false, because });
});

test('a list of which nothing can be shown is not empty', () => {
  const leftOut = { ...snapshot, quarantined: [{}, {}] };
  expect(noTools({ outcome: 'listed-partly', snapshot: leftOut, tools })).toEqual({
    known: false,
    because: '2 tools of its list had to be left out, and it has no other',
  });
  expect(noTools({ outcome: 'listed', snapshot, tools, unjudged: 1 })).toEqual({
    known: false,
    because: 'no verdict has been made yet on 1 tool of its list',
  });
});
