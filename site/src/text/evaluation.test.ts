import { expect, test } from 'vitest';
import type { EvaluationFigures } from '../../../catalogue/evaluation.ts';
import { fallibleRules, knownMisses, timesScored } from './evaluation.ts';

const FIGURES: EvaluationFigures = {
  ...{ date: '2026-05-03', classifierVersion: '1.0.0', tools: 20, vendors: 3, macroF1: 0.8 },
  category: { hits: 17, of: 20 },
  level: { hits: 18, of: 20 },
  levelWithinOne: { hits: 19, of: 20 },
  dangerousCalledRead: { hits: 0, of: 8 },
  confusion: [
    [9, 0, 1, 0],
    [0, 3, 2, 0],
    [0, 0, 4, 0],
    [0, 0, 0, 1],
  ],
  ...{ classes: [], calibration: [] },
  rules: [
    { ruleId: 'sound', fired: 4, decided: 4, right: 4, without: -4 },
    { ruleId: 'shaky', fired: 9, decided: 6, right: 5, without: -1 },
    { ruleId: 'shakier', fired: 3, decided: 2, right: 1, without: 0 },
    { ruleId: 'quiet', fired: 3, decided: 0, right: 0, without: 0 },
  ],
};

test('misses are counted from the confusion matrix, the most frequent first', () => {
  expect(knownMisses(FIGURES)).toBe(
    '3 of 20 categories are wrong: 2 Write tools called Execute and 1 Read tool called Execute. 2 of 20 levels are wrong, 1 of them by more than one.',
  );
});

test('an evaluation without misses says so', () => {
  const perfect = { hits: 20, of: 20 };
  expect(
    knownMisses({
      ...FIGURES,
      ...{ category: perfect, level: perfect, levelWithinOne: perfect, confusion: [[20, 0, 0, 0]] },
    }),
  ).toBe('No labelled tool has the wrong category. No level is wrong.');
});

test('rules that decided wrongly are named, the least reliable first', () => {
  expect(fallibleRules(FIGURES).map(({ ruleId }) => ruleId)).toEqual(['shakier', 'shaky']);
});

test('how often the tools that nobody read were scored is said', () => {
  const check = { date: '2026-05-03', category: 7, level: 6, of: 10, macroF1: 0.7 };
  expect(timesScored({ checks: [check] })).toBe('It was scored once.');
  expect(timesScored({ checks: [check, { ...check, category: 9 }] })).toBe(
    'It is the last of 2 scores of the same tools; at the first, category was right for 7 and level for 6.',
  );
});
