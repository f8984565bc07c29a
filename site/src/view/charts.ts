/** Charts as data: what is drawn, what stands in the table beside it and in its CSV are one and the same. */
import { csv } from './csv.ts';

/** One line of a chart: a label, and a number for each of the chart's columns. */
export interface ChartRow {
  label: string;
  values: readonly number[];
}

/** How a value is drawn: in a colour of a risk level, or in a shade of ink. */
export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'ink-1' | 'ink-2' | 'ink-3' | 'ink-4';

/** The side of the square that a tone's mark is repeated in, in pixels. */
export const TILE = 8;

/**
 * The mark that lies on a tone, as the path of one tile: a full ground, slanted lines, dots, level lines. It tells
 * tones apart where colours do not: in forced colors, in grey print, and for who does not see them.
 */
export const TONE_MARK: Record<Tone, string> = {
  ...{ critical: '', high: 'M-2 2 2-2M0 8 8 0M6 10 10 6', medium: 'M2 2h0M6 6h0', low: 'M0 4h8' },
  ...{
    'ink-1': '',
    'ink-2': 'M-2 2 2-2M0 8 8 0M6 10 10 6',
    'ink-3': 'M2 2h0M6 6h0',
    'ink-4': 'M0 4h8',
  },
};

export interface Chart {
  /** Names the chart in links, and its CSV file. */
  id: string;
  title: string;
  /** What is seen in it, for somebody who does not see it. */
  description: string;
  /** What the rows are, and what each of their values counts. */
  head: string;
  columns: readonly string[];
  tones: readonly Tone[];
  rows: readonly ChartRow[];
  /** `stacked`: values follow one another in one bar; `beside`: each has a bar of its own; `matrix`: a field of cells. */
  kind: 'stacked' | 'beside' | 'matrix';
  /** How a value is written; a plain number unless it is a share from 0 to 1. */
  unit?: 'share';
}

/** A drawn rectangle. Lengths across are percentages, so that text keeps its size at every width. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  tone: Tone;
}

export interface Label {
  x: number;
  y: number;
  text: string;
  end: boolean;
}

/** What a chart's drawing consists of; `height` is in pixels. */
export interface Drawing {
  height: number;
  bars: Bar[];
  labels: Label[];
}

const LINE = 22;
const BAR = 14;
const GAP = 12;

/** The tones of a chart, each once. */
export const tonesOf = ({ tones }: Pick<Chart, 'tones'>): Tone[] => [...new Set(tones)];

/** The id, in the page, of a chart's pattern for a tone. */
export const patternId = ({ id }: Pick<Chart, 'id'>, tone: Tone): string => `${id}-${tone}`;

/** A value as it is written beside its bar. */
export function valueLabel({ unit }: Pick<Chart, 'unit'>, value: number): string {
  return unit === 'share' ? `${(value * 100).toFixed(1)} %` : value.toLocaleString('en-GB');
}

/** The drawing of a chart. */
export function draw(chart: Chart): Drawing {
  return chart.kind === 'matrix' ? drawMatrix(chart) : drawBars(chart);
}

function drawBars(chart: Chart): Drawing {
  const { rows, kind, tones, columns } = chart;
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const most = Math.max(
    ...rows.map(({ values }) => (kind === 'stacked' ? sum(values) : Math.max(...values))),
    0,
  );
  const whole = chart.unit === 'share' ? 1 : most || 1;
  const each = kind === 'stacked' ? 1 : columns.length;
  const step = LINE + each * BAR + (each - 1) * 3 + GAP;
  const drawing: Drawing = { height: rows.length * step, bars: [], labels: [] };
  rows.forEach(({ label, values }, i) => {
    const top = i * step;
    const said = kind === 'stacked' ? [sum(values)] : values;
    drawing.labels.push({ x: 0, y: top + LINE - 7, text: label, end: false });
    drawing.labels.push({
      x: 100,
      y: top + LINE - 7,
      text: said.map((value) => valueLabel(chart, value)).join(' / '),
      end: true,
    });
    let x = 0;
    values.forEach((value, column) => {
      const width = (100 * value) / whole;
      const y = top + LINE + (kind === 'stacked' ? 0 : column * (BAR + 3));
      if (value > 0) drawing.bars.push({ x, y, width, height: BAR, tone: tones[column]! });
      if (kind === 'stacked') x += width;
    });
  });
  return drawing;
}

/** The width of a matrix's column of labels, in percent. */
const MATRIX_HEAD = 24;
const CELL = 40;

/** Each cell is a bar as wide as its share of its row, so that a row's place of weight is seen at once. */
function drawMatrix(chart: Chart): Drawing {
  const { rows, columns, tones } = chart;
  const width = (100 - MATRIX_HEAD) / columns.length;
  const labels: Label[] = columns.map((text, column) => ({
    ...{ x: MATRIX_HEAD + column * width, y: 15, text, end: false },
  }));
  const bars: Bar[] = [];
  rows.forEach(({ label, values }, i) => {
    const y = LINE + i * CELL;
    const whole = values.reduce((all, value) => all + value, 0) || 1;
    labels.push({ x: 0, y: y + 17, text: label, end: false });
    values.forEach((value, column) => {
      const x = MATRIX_HEAD + column * width;
      labels.push({ x, y: y + 17, text: valueLabel(chart, value), end: false });
      const tone = column === i ? tones[0]! : tones[1]!;
      if (value > 0) bars.push({ x, y: y + 24, width: (0.92 * width * value) / whole, height: 7, tone });
    });
  });
  return { height: LINE + rows.length * CELL, bars, labels };
}

/** The table beside a chart: the head, then the rows, values as numbers. */
export function chartTable({ head, columns, rows }: Chart): (string | number)[][] {
  return [[head, ...columns], ...rows.map(({ label, values }) => [label, ...values])];
}

/** A chart's numbers as CSV. */
export const chartCsv = (chart: Chart): string => csv(chartTable(chart));
