/** What of a server's texts tries to steer the model that reads them: the findings of the rules that see deceit. */
import type { Classification } from '../../catalogue/records.ts';
import { classify, RULES } from '../../classifier/index.ts';
import type { Deceit } from '../../report/scan-record.ts';

const SUMMARIES = new Map(
  RULES.filter(({ meta }) => meta.capability === 'deceives').map(({ id, meta }) => [id, meta.summary]),
);

/** What the rules see of it in one tool, once for each rule. */
export function deceitsOf({ classification }: { classification: Classification }): Deceit[] {
  const seen = classification.findings.filter(
    ({ ruleId, outcome, evidence }) => SUMMARIES.has(ruleId) && outcome === 'observed' && evidence.length > 0,
  );
  const first = new Map(seen.toReversed().map(({ ruleId, evidence }) => [ruleId, evidence[0]!.quote]));
  return [...first]
    .toReversed()
    .map(([ruleId, quote]) => ({ ruleId, summary: SUMMARIES.get(ruleId)!, quote }));
}

/** The same in what a server instructs its clients to do: a text that a model reads as it reads a description. */
export function instructionDeceits(instructions: string): Deceit[] {
  return deceitsOf({ classification: classify({ name: 'instructions', description: instructions }) });
}
