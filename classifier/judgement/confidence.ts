import type { CategoryVerdict } from './category.ts';
import type { Seen } from './findings.ts';

/** How often a verdict that came about in each way is right, measured on labelled tools (docs/evaluation.md). */
export const BY_BASIS: Record<CategoryVerdict['basis'], number> = {
  agreed: 0.97,
  single: 0.9,
  conflict: 0.8,
  mode: 0.8,
  body: 0.75,
  settled: 0.82,
  hinted: 0.75,
  guess: 0.5,
};
/** What depends on its arguments is judged right less often, even where all places agree. */
export const EXECUTE = 0.92;
/** Where name and text disagree and the worse is an act that depends on its arguments. */
export const EXECUTE_IN_DOUBT = 0.65;
/** In a language that the rules do not read, hardly better than a guess. */
export const UNFAMILIAR = 0.5;
/** Hints that say the same make a doubtful verdict surer. */
export const SUPPORTED = 0.9;

/** The chance that the category is right, 0 to 1, to two places. */
export function judgeConfidence(
  verdict: CategoryVerdict,
  seen: readonly Seen[],
  isSupported: boolean,
): number {
  let confidence = BY_BASIS[verdict.basis];
  if (verdict.category === 'Execute')
    confidence = Math.min(confidence, verdict.basis === 'conflict' ? EXECUTE_IN_DOUBT : EXECUTE);
  if (seen.some(({ rule }) => rule.id === 'unfamiliar-language'))
    confidence = Math.min(confidence, UNFAMILIAR);
  return isSupported && confidence < SUPPORTED && confidence >= 0.7 ? SUPPORTED : confidence;
}
