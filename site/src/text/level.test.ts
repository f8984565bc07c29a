import { describe, expect, test } from 'vitest';
import type { Classification, Move } from '../../../catalogue/records.ts';
import { CATEGORIES, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { levelMeaning, levelSteps } from './level.ts';

type Verdict = Pick<Classification, 'category' | 'riskLevel' | 'moves'>;

const up: Move = { direction: 'up', reason: 'bulk-scope', findings: [] };
const down: Move = { direction: 'down', reason: 'trivial-loss', findings: [] };

describe('how a level came about', () => {
  test.each<[string, Verdict, string]>([
    [
      'nothing moves it',
      { category: 'Read', riskLevel: 'Low', moves: [] },
      'Read starts at Low, and nothing in the definition raises or lowers it.',
    ],
    [
      'a step up',
      { category: 'Write', riskLevel: 'High', moves: [up] },
      'Write starts at Medium, one step up because it acts in bulk or on a wildcard, so it is High.',
    ],
    [
      'a step that the highest level has no room for',
      { category: 'Destructive', riskLevel: 'Critical', moves: [up] },
      'Destructive starts at Critical, one step up because it acts in bulk or on a wildcard. There is no level above Critical.',
    ],
    [
      'steps that outweigh each other',
      { category: 'Destructive', riskLevel: 'Critical', moves: [up, down] },
      'Destructive starts at Critical, one step up because it acts in bulk or on a wildcard and one step down because what is lost is trivial or can be recreated, so it stays Critical.',
    ],
  ])('%s', (_, verdict, sentence) => {
    expect(levelSteps(verdict)).toBe(sentence);
  });
});

test('what a wrong call comes to never speaks of changes where a tool only looks', () => {
  for (const level of RISK_LEVELS) expect(levelMeaning(level, 'Read')).toContain('changes nothing');
  for (const category of CATEGORIES.slice(1))
    expect(levelMeaning('Medium', category)).toContain('changes something');
});
