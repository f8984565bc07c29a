import type { EvaluationFigures } from '../../catalogue/evaluation.ts';
import { misses, type CategoryFigures, type Judged } from '../../classifier/evaluation/metrics.ts';
import {
  calibrationTable,
  classTables,
  headline,
  ruleTable,
  shareText,
  table,
  vendorTable,
} from '../../classifier/evaluation/report.ts';
import type { RuleFigures } from '../../classifier/evaluation/rules.ts';
import { share, type Share } from '../../classifier/evaluation/wilson.ts';

/** All that one run of the evaluation found. */
export interface Evaluation {
  readonly gold: CategoryFigures;
  readonly goldWithHints: CategoryFigures;
  readonly authors: Share;
  readonly judged: readonly Judged[];
  readonly rules: readonly RuleFigures[];
  readonly ablation: ReadonlyMap<string, number>;
}

/** The figures that are not to be fallen below, and each score on the check set: counts of `of` tools. */
export interface Recorded {
  readonly category: number;
  readonly level: number;
  readonly of: number;
  readonly checks: readonly CheckScore[];
  /** All figures of the run that was recorded as a whole, for the site. */
  readonly figures?: EvaluationFigures;
}

export interface CheckScore {
  readonly date: string;
  readonly category: number;
  readonly level: number;
  readonly of: number;
  readonly macroF1: number;
  readonly dangerousCalledRead: number;
  readonly withinOne: number;
}

/** docs/evaluation.md, without a third party's text: names of vendors and tools only. */
export function evaluationPage(evaluation: Evaluation, { checks }: Recorded): string {
  const { gold, goldWithHints, authors, judged, rules, ablation } = evaluation;
  return `# How well the classifier does

Written by \`toolrisk evaluate --labels FOLDER --record\`. Labels follow the codebook; declared hints are hidden
from the classifier unless said otherwise. Intervals are 95 % Wilson intervals.

## gold-dev: tools whose rows the rules' author has read

${headline(gold)}

With hints: category ${shareText(goldWithHints.accuracy)}, level ${shareText(goldWithHints.levelExact)}.

${classTables(gold)}

### Calibration

${calibrationTable(gold)}

### Vendors with misses

No weight is trained on these rows, so leaving one vendor out changes no verdict; and since the rules' author has
read them all, it would prove little. What varies is how vendors do.

${vendorTable(gold)}

## author-hints-dev: Read or not, against the authors' own word

${shareText(authors)}. Authors err: gold and authors agree on 95.9 % of the tools that have both.

## gold-check: tools whose rows nobody here has read

${checkTable(checks)}

## Rules

\`Without it\` is by how many of gold-dev's categories the score changes when the rule is taken away.

${ruleTable(rules, ablation)}

## Misses of gold-dev

${missTable(judged)}
`;
}

function checkTable(checks: readonly CheckScore[]): string {
  if (checks.length === 0) return 'Not scored yet.';
  return table(
    ['date', 'category', 'macro-F1', 'dangerous called Read', 'level exact', 'level within one'],
    checks.map((one) => [
      one.date,
      shareText(share(one.category, one.of)),
      one.macroF1.toFixed(3),
      one.dangerousCalledRead,
      shareText(share(one.level, one.of)),
      shareText(share(one.withinOne, one.of)),
    ]),
  );
}

function missTable(judged: readonly Judged[]): string {
  return table(
    ['vendor', 'tool', 'label', 'verdict', 'confidence', 'decided by'],
    misses(judged).map(({ vendor, name, label, verdict }) => [
      vendor,
      name,
      'category' in label ? `${label.category}/${label.riskLevel}` : '',
      `${verdict.category}/${verdict.riskLevel}`,
      verdict.confidence,
      verdict.findings
        .filter(({ effect }) => effect === 'decides' || effect === 'raises' || effect === 'lowers')
        .map(({ ruleId }) => ruleId)
        .join(', '),
    ]),
  );
}
