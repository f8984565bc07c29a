import { Command } from 'commander';
import {
  categoryFigures,
  misses,
  readOnlyAgreement,
  type Judged,
} from '../../classifier/evaluation/metrics.ts';
import {
  calibrationTable,
  classTables,
  headline,
  missText,
  shareText,
  vendorTable,
} from '../../classifier/evaluation/report.ts';
import { UserError } from '../errors.ts';
import { evaluateFolder } from './evaluate-folder.ts';
import { packaged } from './crawl-options.ts';
import { readGold } from './gold.ts';
import { judge, readLabelled, type Labelled } from './labelled.ts';

interface Options {
  readonly labels?: string;
  readonly gold?: boolean;
  readonly db: string;
  readonly json?: boolean;
  readonly errors?: boolean;
  readonly ignoreHints?: boolean;
  readonly check?: boolean;
  readonly record?: boolean;
}

const EXAMPLES = `
Examples:
  toolrisk evaluate labelled.jsonl --ignore-hints --errors
  toolrisk evaluate --labels labels/
  toolrisk crawl && toolrisk evaluate --gold --ignore-hints

A row is one of \`toolrisk classify --input\` with a "label": {"category", "riskLevel"} or {"readOnly"}.
`;

/** `toolrisk evaluate`: how well the verdicts agree with labels. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Measure the verdicts against labelled tools.')
    .argument('[files...]', 'labelled tools, one a line; - is standard input')
    .option(
      '--labels <folder>',
      'a folder with gold-dev, author-hints-dev and reference-tools .jsonl: checks against the recorded figures',
    )
    .option('--gold', 'the labels that Toolrisk brings, for the definitions that a crawl found')
    .option('--db <file>', 'with --gold: the catalogue', 'data/catalogue.db')
    .option('--json', 'print the figures as JSON')
    .option('--errors', 'list the tools that miss, with the words that decided')
    .option('--ignore-hints', 'judge as if no hints were declared')
    .option('--check', 'with --labels: score gold-check.jsonl too, and record the score')
    .option('--record', 'with --labels: record the figures in docs/evaluation.json and docs/evaluation.md')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run(files: readonly string[], options: Options): Promise<void> {
  const sources = [files.length > 0, options.labels !== undefined, options.gold === true];
  if (sources.filter(Boolean).length !== 1) {
    throw new UserError('Name files of labelled tools, or their folder with --labels, or take --gold.');
  }
  if (options.labels !== undefined) {
    await evaluateFolder(options.labels, { check: options.check ?? false, record: options.record ?? false });
    return;
  }
  const judging = { ignoreHints: options.ignoreHints ?? false };
  const judged: Judged[] = options.gold ? judge(goldOf(options.db), judging) : [];
  for (const file of files) judged.push(...judge(await readLabelled(file), judging));
  console.log(
    options.json
      ? JSON.stringify(figuresOf(judged, options.errors ?? false), null, 2)
      : reportOf(judged, options.errors ?? false),
  );
}

function goldOf(db: string): Labelled[] {
  const { labelled, absent } = readGold(packaged('data/gold'), db);
  if (absent > 0) console.error(`toolrisk: ${absent} labels are for definitions that ${db} does not hold.`);
  return labelled;
}

function figuresOf(judged: readonly Judged[], withErrors: boolean): object {
  const errors = misses(judged).map(({ vendor, name, label, verdict }) => ({
    server: vendor,
    name,
    label,
    verdict,
  }));
  return {
    category: categoryFigures(judged),
    readOnly: readOnlyAgreement(judged),
    ...(withErrors && { errors }),
  };
}

function reportOf(judged: readonly Judged[], withErrors: boolean): string {
  const parts: string[] = [];
  const figures = categoryFigures(judged);
  if (figures)
    parts.push(headline(figures), classTables(figures), calibrationTable(figures), vendorTable(figures));
  const agreement = readOnlyAgreement(judged);
  if (agreement) parts.push(`Read or not, against the author's word: ${shareText(agreement)}`);
  if (withErrors) parts.push(misses(judged).map(missText).join('\n'));
  return parts.join('\n\n');
}
