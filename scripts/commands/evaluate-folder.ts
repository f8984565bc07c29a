import { readFileSync, writeFileSync } from 'node:fs';
import { RULES, type ClassifyOptions } from '../../classifier/index.ts';
import {
  categoryFigures,
  readOnlyAgreement,
  type CategoryFigures,
  type Judged,
} from '../../classifier/evaluation/metrics.ts';
import { headline, shareText } from '../../classifier/evaluation/report.ts';
import { ruleFigures } from '../../classifier/evaluation/rules.ts';
import type { Share } from '../../classifier/evaluation/wilson.ts';
import { UserError } from '../errors.ts';
import { PACKAGE_ROOT } from '../package.ts';
import { evaluationFigures } from './evaluation-figures.ts';
import { evaluationPage, type Evaluation, type Recorded } from './evaluation-page.ts';
import { judge, labelFile, readLabelled, type Labelled } from './labelled.ts';

const RECORD = new URL('docs/evaluation.json', PACKAGE_ROOT);
const PAGE = new URL('docs/evaluation.md', PACKAGE_ROOT);
const HIDDEN: ClassifyOptions = { ignoreHints: true };

/**
 * Measures against a folder of labels, prints the figures, and compares them with what is recorded.
 * @throws UserError when a file is missing, gold-dev fell below its record or a reference tool is not exact.
 */
export async function evaluateFolder(
  folder: string,
  options: { check: boolean; record: boolean },
): Promise<void> {
  const load = async (name: string): Promise<Labelled[]> => readLabelled(await labelFile(folder, name));
  const [gold, authors, reference] = [
    await load('gold-dev'),
    await load('author-hints-dev'),
    await load('reference-tools'),
  ];
  const judged = judge(gold, HIDDEN);
  const figures = categoryFigures(judged) as CategoryFigures;
  const evaluation: Evaluation = {
    gold: figures,
    goldWithHints: categoryFigures(judge(gold, {})) as CategoryFigures,
    authors: readOnlyAgreement(judge(authors, HIDDEN)) as Share,
    judged,
    rules: ruleFigures(judged),
    ablation: ablation(gold, figures),
  };
  const check = options.check
    ? (categoryFigures(judge(await load('gold-check'), HIDDEN)) as CategoryFigures)
    : undefined;
  print(evaluation, check);
  const recorded = readRecord();
  if (options.record || check) await writeRecord(recorded, evaluation, check, options.record);
  assertReference(judge(reference, {}));
  assertNoWorse(figures, options.record ? undefined : recorded);
}

/** What the number of right categories changes by when a rule is taken away. */
function ablation(gold: readonly Labelled[], figures: CategoryFigures): Map<string, number> {
  return new Map(
    RULES.map((left) => {
      const rules = RULES.filter((rule) => rule !== left);
      const without = categoryFigures(judge(gold, { ...HIDDEN, rules })) as CategoryFigures;
      return [left.id, without.accuracy.hits - figures.accuracy.hits];
    }),
  );
}

function print(evaluation: Evaluation, check: CategoryFigures | undefined): void {
  console.log(`gold-dev, hints ignored\n\n${headline(evaluation.gold)}\n`);
  console.log(
    `gold-dev with hints: category ${shareText(evaluation.goldWithHints.accuracy)}, level ${shareText(evaluation.goldWithHints.levelExact)}`,
  );
  console.log(`author-hints-dev, hints ignored: Read or not ${shareText(evaluation.authors)}`);
  if (check) console.log(`\ngold-check, hints ignored\n\n${headline(check)}\n`);
}

function readRecord(): Recorded | undefined {
  try {
    return JSON.parse(readFileSync(RECORD, 'utf8')) as Recorded;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UserError(`docs/evaluation.json cannot be read: ${(error as Error).message}.`);
  }
}

async function writeRecord(
  before: Recorded | undefined,
  evaluation: Evaluation,
  check: CategoryFigures | undefined,
  whole: boolean,
): Promise<void> {
  const { gold } = evaluation;
  const today = new Date().toISOString().slice(0, 10);
  const checks = [...(before?.checks ?? [])];
  if (check) {
    checks.push({
      date: today,
      category: check.accuracy.hits,
      level: check.levelExact.hits,
      of: check.tools,
      macroF1: Number(check.macroF1.toFixed(3)),
      dangerousCalledRead: check.dangerousCalledRead.hits,
      withinOne: check.levelWithinOne.hits,
    });
  }
  const recorded: Recorded =
    whole || !before
      ? {
          ...{ category: gold.accuracy.hits, level: gold.levelExact.hits, of: gold.tools, checks },
          figures: evaluationFigures(evaluation, today),
        }
      : { ...before, checks };
  // Only a developer records, so only then is the formatter needed.
  const { format } = await import('prettier');
  writeFileSync(RECORD, await format(JSON.stringify(recorded), { parser: 'json', printWidth: 110 }));
  if (!whole) return;
  writeFileSync(
    PAGE,
    await format(evaluationPage(evaluation, recorded), { parser: 'markdown', printWidth: 110 }),
  );
}

function assertReference(judged: readonly Judged[]): void {
  const wrong = judged.filter(
    ({ label, verdict }) =>
      'category' in label && (label.category !== verdict.category || label.riskLevel !== verdict.riskLevel),
  );
  if (wrong.length === 0) return;
  const said = wrong.map(({ name, verdict }) => `${name} is ${verdict.category}/${verdict.riskLevel}`);
  throw new UserError(`A reference tool is not exact: ${said.join(', ')}.`);
}

function assertNoWorse(
  { accuracy, levelExact, tools }: CategoryFigures,
  recorded: Recorded | undefined,
): void {
  if (!recorded || recorded.of !== tools) return;
  if (accuracy.hits >= recorded.category && levelExact.hits >= recorded.level) return;
  throw new UserError(
    `gold-dev fell below its record: category ${accuracy.hits} (recorded ${recorded.category}), level ${levelExact.hits} (recorded ${recorded.level}) of ${tools}.`,
  );
}
