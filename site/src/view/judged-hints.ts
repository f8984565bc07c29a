/**
 * Which of MCP's hints the words of a definition can contradict: the classifier judges no others, so that of those
 * nothing is known (scripts/site/methodology.test.ts holds it to that).
 */
import type { Hint } from '../../../catalogue/vocabulary.ts';

export const JUDGED_HINTS = ['readOnlyHint', 'destructiveHint'] as const satisfies readonly Hint[];

/** Whether a contradiction of the hint would be seen. */
export function isJudged(hint: Hint): boolean {
  return JUDGED_HINTS.some((judged) => judged === hint);
}
