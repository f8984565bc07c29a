/** A language model's view of a definition, and what became of it. */
import type { ModelView } from '../../../catalogue/records.ts';
import { code, quoted } from './rich.ts';

/** One or two sentences: which model, what it said, whether it agreed. */
export function modelWords({ model, outcome, category, riskLevel, failure }: ModelView): string {
  const name = code(model);
  if (outcome === 'failed')
    return `${name} was asked and gave nothing that could be used (${quoted(failure ?? 'no reason given', 120)}). The verdict is the rules’ alone.`;
  const said = category && riskLevel ? `${category}, ${riskLevel} risk` : 'no verdict';
  return `${name} says: ${said}. ${OUTCOME[outcome]}`;
}

const OUTCOME: Record<Exclude<ModelView['outcome'], 'failed'>, string> = {
  agreed: 'It agrees with the verdict.',
  raised: 'The rules alone said less: the verdict follows its word upwards.',
  lowered: 'The rules alone were in doubt and said more: its word settled that.',
  overruled: 'It does not agree: what the rules found outweighs its word.',
  'no-evidence': 'It quoted nothing of the definition, so its word does not count.',
};
