import type { Reading } from '../reading/reading.ts';
import type { CategoryVerdict } from './category.ts';
import type { Seen } from './findings.ts';

/** How often a verdict that came about in each way is right, measured on labelled tools (docs/evaluation.md). */
const BY_BASIS: Record<CategoryVerdict['basis'], number> = {
  agreed: 0.97,
  single: 0.92,
  conflict: 0.85,
  mode: 0.88,
  body: 0.75,
  settled: 0.85,
  guess: 0.5,
};

/** The chance that the category is right, 0 to 1. */
export function judgeConfidence(_reading: Reading, verdict: CategoryVerdict, seen: readonly Seen[]): number {
  let confidence = BY_BASIS[verdict.basis];
  if (seen.some(({ rule }) => rule.id === 'unfamiliar-language')) confidence = Math.min(confidence, 0.5);
  return Math.round(confidence * 100) / 100;
}
