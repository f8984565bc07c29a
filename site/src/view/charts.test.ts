import { describe, expect, test } from 'vitest';
import { chartCsv, chartTable, draw, TONE_MARK, tonesOf, valueLabel, type Chart } from './charts.ts';

const stacked: Chart = {
  ...{
    id: 'fruit',
    title: 'Fruit by colour',
    description: 'apples and pears',
    head: 'fruit',
    kind: 'stacked',
  },
  columns: ['red', 'green'],
  tones: ['critical', 'low'],
  rows: [
    { label: 'apples', values: [30, 10] },
    { label: 'pears, all', values: [0, 20] },
  ],
};

describe('a chart of stacked bars', () => {
  test('is as wide as its longest bar, and its parts follow one another', () => {
    const { bars } = draw(stacked);
    expect(bars.map(({ x, width, tone }) => [x, width, tone])).toEqual([
      [0, 75, 'critical'],
      [75, 25, 'low'],
      [0, 50, 'low'],
    ]);
  });

  test('says the sum of each bar', () => {
    expect(
      draw(stacked)
        .labels.filter(({ end }) => end)
        .map(({ text }) => text),
    ).toEqual(['40', '20']);
  });

  test('has the same numbers in its table and in its file', () => {
    expect(chartTable(stacked)).toEqual([
      ['fruit', 'red', 'green'],
      ['apples', 30, 10],
      ['pears, all', 0, 20],
    ]);
    expect(chartCsv(stacked)).toBe('fruit,red,green\r\napples,30,10\r\n"pears, all",0,20\r\n');
  });

  test('of nothing is drawn without a bar', () => {
    const nothing = draw({ ...stacked, rows: [{ label: 'none', values: [0, 0] }] });
    expect(nothing.bars).toEqual([]);
    expect(draw({ ...stacked, rows: [] })).toEqual({ height: 0, bars: [], labels: [] });
  });
});

test('shares are drawn of a whole, and written in percent', () => {
  const shares: Chart = {
    ...stacked,
    kind: 'beside',
    unit: 'share',
    rows: [{ label: 'a', values: [0.5, 0.25] }],
  };
  expect(draw(shares).bars.map(({ width }) => width)).toEqual([50, 25]);
  expect(valueLabel(shares, 0.979)).toBe('97.9 %');
});

test('a matrix marks what lies beside its diagonal', () => {
  const matrix: Chart = { ...stacked, kind: 'matrix', tones: ['ink-1', 'high'] };
  expect(draw(matrix).bars.map(({ tone }) => tone)).toEqual(['ink-1', 'high', 'ink-1']);
});

test('no bar is drawn beyond the drawing', () => {
  for (const kind of ['stacked', 'beside', 'matrix'] as const)
    for (const { x, width } of draw({ ...stacked, kind }).bars) expect(x + width).toBeLessThanOrEqual(100);
});

test('tones that stand in one chart are marked differently', () => {
  for (const tones of [
    ['critical', 'high', 'medium', 'low'],
    ['ink-1', 'ink-2', 'ink-3', 'ink-4'],
    ['ink-1', 'high'],
  ] as const)
    expect(new Set(tones.map((tone) => TONE_MARK[tone])).size).toBe(tones.length);
});

test('a tone that is used twice has one pattern', () => {
  expect(tonesOf({ tones: ['low', 'critical', 'low'] })).toEqual(['low', 'critical']);
});
