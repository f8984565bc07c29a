import { CATEGORIES } from '../../catalogue/vocabulary.ts';
import type { CategoryFigures, Judged } from './metrics.ts';
import type { RuleFigures } from './rules.ts';
import type { Share } from './wilson.ts';

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** `96.9 % (94.6–98.2; 370 of 382)`. */
export function shareText({ value, low, high, hits, of }: Share): string {
  return `${percent(value)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}; ${hits} of ${of})`;
}

type Row = readonly (string | number)[];

/** A Markdown table. */
export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The headline figures as a table of two columns. */
export function headline(figures: CategoryFigures): string {
  return table(
    ['figure', 'value, 95 % interval'],
    [
      ['tools (vendors)', `${figures.tools} (${figures.vendors})`],
      ['category', shareText(figures.accuracy)],
      ['category, mean over vendors', percent(figures.byVendor.mean)],
      ['macro-F1', figures.macroF1.toFixed(3)],
      ['Execute or Destructive called Read', shareText(figures.dangerousCalledRead)],
      ['level exact', shareText(figures.levelExact)],
      ['level within one', shareText(figures.levelWithinOne)],
    ],
  );
}

/** Precision, recall and F1 of each category, and the confusion matrix. */
export function classTables(figures: CategoryFigures): string {
  const classes = table(
    ['category', 'precision', 'recall', 'F1'],
    figures.classes.map(({ category, precision, recall, f1 }) => [
      category,
      shareText(precision),
      shareText(recall),
      f1.toFixed(3),
    ]),
  );
  const confusion = table(
    ['label ↓, verdict →', ...CATEGORIES],
    figures.confusion.map((row, index) => [CATEGORIES[index] as string, ...row]),
  );
  return `${classes}\n\n${confusion}`;
}

/** Of the verdicts stated with each confidence, how many were right. */
export function calibrationTable(figures: CategoryFigures): string {
  return table(
    ['confidence', 'stated, mean', 'right'],
    figures.calibration.map(({ from, to, stated, right }) => [
      `${from.toFixed(1)}–${to.toFixed(1)}`,
      percent(stated),
      shareText(right),
    ]),
  );
}

/** Vendors on whose tools most verdicts miss. */
export function vendorTable(figures: CategoryFigures): string {
  return table(
    ['vendor', 'category'],
    figures.byVendor.worst.map(({ vendor, accuracy }) => [vendor, shareText(accuracy)]),
  );
}

/** Each rule: how often it fires and decides, and how often the label agrees; with what its removal costs. */
export function ruleTable(rules: readonly RuleFigures[], ablation: ReadonlyMap<string, number>): string {
  return table(
    ['rule', 'fires', 'decides', 'right where it decides', 'without it'],
    rules.map(({ ruleId, fired, decided, precision }) => {
      const change = ablation.get(ruleId) ?? 0;
      return [
        ruleId,
        fired,
        decided,
        decided === 0 ? '' : percent(precision.value),
        change === 0 ? '' : `${change > 0 ? '+' : ''}${change}`,
      ];
    }),
  );
}

/** One miss in two lines: what was wanted and said, and the words that decided. */
export function missText({ vendor, name, label, verdict }: Judged): string {
  const wanted =
    'readOnly' in label ? (label.readOnly ? 'Read' : 'not Read') : `${label.category}/${label.riskLevel}`;
  const decided = verdict.findings
    .filter(({ effect }) => effect === 'decides' || effect === 'raises' || effect === 'lowers')
    .map(
      ({ ruleId, effect, evidence }) =>
        `${effect} ${ruleId} (${evidence
          .slice(0, 2)
          .map(({ quote }) => JSON.stringify(quote.slice(0, 40)))
          .join(', ')})`,
    )
    .join('; ');
  return `${vendor} ${name}: wanted ${wanted}, said ${verdict.category}/${verdict.riskLevel} at ${verdict.confidence}\n    ${decided || 'nothing decided'}`;
}
