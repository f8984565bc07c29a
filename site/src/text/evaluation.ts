/** The recorded evaluation in words: who labelled, and where the verdicts are known to be wrong. */
import type { EvaluationFigures, RecordedEvaluation } from '../../../catalogue/evaluation.ts';
import { CATEGORIES } from '../../../catalogue/vocabulary.ts';
import { count, list, number } from './rich.ts';

/** Who made the labels; completes “382 tools … were …”. */
export const HOW_LABELLED = 'labelled blind by three language models after the codebook, by majority';

/** The labelled tools whose category is wrong, by what they are and what they were called; the most frequent first. */
export function knownMisses({ confusion, category, level, levelWithinOne }: EvaluationFigures): string {
  const wrong = category.of - category.hits;
  const levels = level.of - level.hits;
  const far = levelWithinOne.of - levelWithinOne.hits;
  const kinds = CATEGORIES.flatMap((label, row) =>
    CATEGORIES.map((verdict, column) => ({ label, verdict, n: confusion[row]?.[column] ?? 0 })),
  ).filter(({ label, verdict, n }) => label !== verdict && n > 0);
  const said = kinds
    .toSorted((a, b) => b.n - a.n)
    .map(({ label, verdict, n }) => `${count(n, `${label} tool`)} called ${verdict}`);
  return [
    wrong === 0
      ? 'No labelled tool has the wrong category.'
      : `${number(wrong)} of ${number(category.of)} categories ${wrong === 1 ? 'is' : 'are'} wrong: ${list(said)}.`,
    levels === 0
      ? 'No level is wrong.'
      : `${number(levels)} of ${number(level.of)} levels ${levels === 1 ? 'is' : 'are'} wrong, ${far === 0 ? 'none' : number(far)} of them by more than one.`,
  ].join(' ');
}

/** The rules that decided a labelled tool's category and were wrong at least once, the least reliable first. */
export function fallibleRules({ rules }: EvaluationFigures): EvaluationFigures['rules'] {
  const share = ({ right, decided }: EvaluationFigures['rules'][number]) => right / decided;
  return rules.filter(({ right, decided }) => right < decided).toSorted((a, b) => share(a) - share(b));
}

/** That tools which nobody has read are scored again and again tells a little each time; so it is said how often. */
export function timesScored({ checks }: Pick<RecordedEvaluation, 'checks'>): string {
  const [first] = checks;
  if (first === undefined || checks.length === 1) return 'It was scored once.';
  return `It is the last of ${number(checks.length)} scores of the same tools; at the first, category was right for ${number(first.category)} and level for ${number(first.level)}.`;
}
