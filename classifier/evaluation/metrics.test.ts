import { describe, expect, it } from 'vitest';
import { classify } from '../index.ts';
import { categoryFigures, misses, readOnlyAgreement, type Judged, type Label } from './metrics.ts';
import { ruleFigures } from './rules.ts';
import { share } from './wilson.ts';

const judged = (vendor: string, name: string, label: Label): Judged => ({
  vendor,
  name,
  label,
  verdict: classify({ name, description: '' }),
});
const ROWS: readonly Judged[] = [
  judged('Pier', 'list_albums', { category: 'Read', riskLevel: 'Low' }),
  judged('Pier', 'delete_album', { category: 'Destructive', riskLevel: 'High' }),
  judged('Quay', 'create_album', { category: 'Write', riskLevel: 'Medium' }),
  judged('Quay', 'get_album', { category: 'Execute', riskLevel: 'High' }),
];

describe('share', () => {
  it('gives the Wilson interval', () => {
    const { value, low, high } = share(9, 10);
    expect(value).toBe(0.9);
    expect(low).toBeCloseTo(0.5958, 3);
    expect(high).toBeCloseTo(0.9821, 3);
  });
  it('knows nothing of nothing', () =>
    expect(share(0, 0)).toEqual({ hits: 0, of: 0, value: 0, low: 0, high: 1 }));
});

describe('categoryFigures', () => {
  const figures = categoryFigures(ROWS);
  it('counts what is right', () => {
    expect(figures?.accuracy.hits).toBe(3);
    expect(figures?.levelExact.hits).toBe(2);
    expect(figures?.levelWithinOne.hits).toBe(3);
    expect(figures?.dangerousCalledRead).toMatchObject({ hits: 1, of: 2 });
  });
  it('has a row a label and a column a verdict', () => expect(figures?.confusion[2]).toEqual([1, 0, 0, 0]));
  it('averages F1 over the categories that occur', () => {
    // Read 2/3, Write 1, Execute 0, Destructive 1
    expect(figures?.macroF1).toBeCloseTo((2 / 3 + 1 + 0 + 1) / 4);
  });
  it('weighs vendors alike', () => expect(figures?.byVendor.mean).toBe(0.75));
  it('has no figures without labels', () => expect(categoryFigures([])).toBeUndefined());
});

it('compares with what authors say', () => {
  const rows = [
    judged('Pier', 'list_albums', { readOnly: true }),
    judged('Pier', 'add_album', { readOnly: true }),
  ];
  expect(readOnlyAgreement(rows)).toMatchObject({ hits: 1, of: 2 });
  expect(readOnlyAgreement([])).toBeUndefined();
});

it('lists misses, worst first', () => {
  expect(misses(ROWS).map(({ name }) => name)).toEqual(['get_album', 'delete_album']);
});

it('says how each rule does', () => {
  const reads = ruleFigures(ROWS).find(({ ruleId }) => ruleId === 'reads-state');
  expect(reads).toMatchObject({ fired: 2, decided: 2, precision: { hits: 1, of: 2 } });
});
