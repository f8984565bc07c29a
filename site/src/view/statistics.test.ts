import { describe, expect, test } from 'vitest';
import { CATEGORIES, HINTS } from '../../../catalogue/vocabulary.ts';
import { FACET_VALUES } from './facets.ts';
import { JUDGED_HINTS } from './judged-hints.ts';
import { contradictionsInWords } from './statistics.ts';
import type { HintCounts, Survey } from './survey.ts';

const each = (n: number) => Object.fromEntries(CATEGORIES.map((category) => [category, n]));
const counts = {
  declared: { true: each(2), false: each(3), 'not declared': each(50), 'not a boolean': each(7) },
  mismatches: 4,
} as HintCounts;
const hints = Object.fromEntries(HINTS.map((hint) => [hint, counts])) as Survey['hints'];

describe('contradicted hints', () => {
  const said = new Map(contradictionsInWords({ hints }).map(({ hint, said }) => [hint, said]));

  test('are counted among the tools that declare the hint', () => {
    for (const hint of JUDGED_HINTS) expect(said.get(hint)).toBe('4 of 20 (20.0 %) that declare it');
  });

  test('are unknown where nobody judges, and never none', () => {
    for (const hint of ['idempotentHint', 'openWorldHint'] as const)
      expect(said.get(hint)).toBe('? of 20 that declare it: not judged');
  });

  test('are listed for the hints that are judged', () => {
    expect(FACET_VALUES.mismatch.map(({ value }) => value)).toEqual([...JUDGED_HINTS]);
  });
});
