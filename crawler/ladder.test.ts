import { expect, test } from 'vitest';
import { ladderOf, recordedArguments } from './ladder.ts';
import { listingOfTarget } from './listings/target.ts';

const LISTING = listingOfTarget('npm:name', ['serve']);

test('a server that needs nothing is tried once', () => {
  expect(ladderOf({ ...LISTING, environment: [{ name: 'A' }] })).toEqual([
    { step: 'absent', arguments: ['serve'], environment: {} },
  ]);
});

test('nothing first, then defaults, then placeholders', () => {
  const listing = {
    ...LISTING,
    placeholderArguments: ['--key=x', 'y'],
    environment: [{ name: 'A', default: 'a' }, { name: 'B', default: 'b', placeholder: 'p' }, { name: 'C' }],
  };
  const rungs = ladderOf(listing);
  expect(rungs).toEqual([
    { step: 'absent', arguments: ['serve'], environment: {} },
    { step: 'default', arguments: ['serve'], environment: { A: 'a', B: 'b' } },
    { step: 'placeholder', arguments: ['serve', '--key=x', 'y'], environment: { A: 'a', B: 'p' } },
  ]);
  expect(rungs.map((rung) => recordedArguments(listing, rung))).toEqual([
    ['serve'],
    ['serve'],
    ['serve', '--key=…', '…'],
  ]);
});
