import { expect, test } from 'vitest';
import { ladderOf, recordedArguments, withheld } from './ladder.ts';
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

test('what stands in for a credential is taken out of what a server says', () => {
  const listing = {
    ...LISTING,
    placeholderArguments: ['--key=argument-value', 'word-value'],
    environment: [{ name: 'A', default: 'eu', placeholder: 'variable-value' }],
  };
  const rung = ladderOf(listing).at(-1)!;
  const said = 'serve: --key=argument-value, word-value and variable-value are wrong in eu';
  expect(withheld(said, listing, rung)).toBe('serve: --key=…, … and … are wrong in eu');
});

test('a credential within another spoils neither', () => {
  const environment = [
    { name: 'A', placeholder: 'abcdef' },
    { name: 'B', placeholder: 'abcdef-ghijkl' },
  ];
  const listing = { ...LISTING, environment };
  const rung = ladderOf(listing).at(-1)!;
  expect(withheld('abcdef-ghijkl or abcdef', listing, rung)).toBe('… or …');
});
