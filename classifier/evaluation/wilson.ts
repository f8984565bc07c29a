/** A share with its 95 % Wilson interval; all three between 0 and 1. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.959964;

/** The share `hits / of` and its 95 % Wilson score interval. Nothing of nothing is 0, anywhere from 0 to 1. */
export function share(hits: number, of: number): Share {
  if (of === 0) return { hits, of, value: 0, low: 0, high: 1 };
  const value = hits / of;
  const denominator = 1 + (Z * Z) / of;
  const centre = (value + (Z * Z) / (2 * of)) / denominator;
  const margin = (Z * Math.sqrt((value * (1 - value)) / of + (Z * Z) / (4 * of * of))) / denominator;
  return { hits, of, value, low: Math.max(0, centre - margin), high: Math.min(1, centre + margin) };
}
