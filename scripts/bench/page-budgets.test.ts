import { expect, test } from 'vitest';
import { bestOf, brokenBudgets, type PageFigures } from './page-budgets.ts';

const GOOD: PageFigures = {
  performance: 98,
  accessibility: 100,
  'best practices': 100,
  SEO: 100,
  LCP: 2500,
  CLS: 0.1,
  TBT: 200,
  html: 20_480,
  'html compressed': 6144,
  scripts: 10_240,
  'style sheets': 1,
};

test('figures at their limits keep every budget', () => {
  expect(brokenBudgets('tool', GOOD)).toEqual([]);
});

test('each figure beyond its limit is named', () => {
  const poor = { ...GOOD, performance: 97, accessibility: 99, CLS: 0.11, 'style sheets': 2 };
  expect(brokenBudgets('home', poor)).toEqual([
    'performance is 97, at least 98 is wanted',
    'accessibility is 99, at least 100 is wanted',
    'CLS is 0.11, at most 0.1 is allowed',
    'style sheets is 2, at most 1 is allowed',
  ]);
});

test("sizes are the tool page's alone", () => {
  const large = { ...GOOD, html: 20_481, 'html compressed': 6145, scripts: 10_241 };
  expect(brokenBudgets('tool', large)).toHaveLength(3);
  expect(brokenBudgets('server', large)).toEqual([]);
});

test('the best visit is the one that performed best', () => {
  expect(bestOf([GOOD, { ...GOOD, performance: 100 }, { ...GOOD, performance: 99 }]).performance).toBe(100);
});
