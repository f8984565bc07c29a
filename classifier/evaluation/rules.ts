import type { Category } from '../../catalogue/vocabulary.ts';
import type { Judged } from './metrics.ts';
import { share, type Share } from './wilson.ts';

/** How one rule does: how often it fires, and how often the label agrees where it decided. */
export interface RuleFigures {
  readonly ruleId: string;
  /** Tools on which it observed something. */
  readonly fired: number;
  readonly decided: number;
  /** Of the tools that it decided, the share whose category is the label's. */
  readonly precision: Share;
}

/** Figures of every rule that fired on tools labelled by the codebook, by id. */
export function ruleFigures(judged: readonly Judged[]): RuleFigures[] {
  const tally = new Map<string, { fired: number; decided: number; right: number }>();
  for (const { label, verdict } of judged) {
    const category: Category | undefined = 'category' in label ? label.category : undefined;
    if (category === undefined) continue;
    for (const finding of verdict.findings) {
      if (finding.outcome !== 'observed') continue;
      const own = tally.get(finding.ruleId) ?? { fired: 0, decided: 0, right: 0 };
      own.fired++;
      if (finding.effect === 'decides') {
        own.decided++;
        if (verdict.category === category) own.right++;
      }
      tally.set(finding.ruleId, own);
    }
  }
  return [...tally]
    .map(([ruleId, { fired, decided, right }]) => ({
      ruleId,
      fired,
      decided,
      precision: share(right, decided),
    }))
    .sort((a, b) => a.ruleId.localeCompare(b.ruleId));
}
