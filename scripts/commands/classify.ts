import { realpath } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Budget } from '../../classifier/llm/budget.ts';
import { EXIT, UserError } from '../errors.ts';
import {
  assessorFor,
  catalogueCache,
  LLM_CHOICES,
  NO_CACHE,
  settingsOf,
  type Assessor,
  type LlmChoice,
} from './assessor.ts';
import { classifyDatabase } from './classify-database.ts';
import { classifyLines } from './classify-rows.ts';
import { interruption } from './interrupt.ts';
import { batchesOfLines, openLines } from './lines.ts';
import { openOutput } from './output.ts';

/** How a file of tools is classified. `-` is standard input or output. */
export interface RowsOptions {
  readonly input: string;
  readonly output: string;
  readonly ignoreHints: boolean;
  readonly assessor?: Assessor | undefined;
  /** Stops between batches; nothing is left at `output` then. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it: one output row a line, of which `failed` say why the line is no tool. */
export interface RowsResult {
  readonly lines: number;
  readonly failed: number;
}

/**
 * Classifies a file of tools, one a line, into a file of verdicts, one a line in the same order. Memory is
 * constant; a run that fails leaves no output file.
 * @throws UserError when a file cannot be read or written, or input and output are one.
 */
export async function classifyRows(options: RowsOptions): Promise<RowsResult> {
  const input = await openLines(options.input);
  if (await isSameFile(options.input, options.output)) {
    throw new UserError('--input and --output are the same file; name another one to write.');
  }
  const output = await openOutput(options.output);
  let [lines, failed] = [0, 0];
  try {
    for await (const batch of batchesOfLines(input, options.input)) {
      if (options.signal?.aborted) throw new UserError('Stopped; nothing was written.', EXIT.interrupted);
      let text = '';
      for (const row of await classifyLines(batch, lines, options)) {
        lines++;
        if (row.failed) failed++;
        text += `${row.json}\n`;
      }
      await output.write(text);
    }
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  }
  return { lines, failed };
}

async function isSameFile(input: string, output: string): Promise<boolean> {
  if (input === '-' || output === '-') return false;
  const [one, other] = await Promise.all(
    [input, output].map((file) => realpath(file).catch(() => undefined)),
  );
  return one !== undefined && one === other;
}

interface Options {
  readonly db: string;
  readonly input?: string;
  readonly output?: string;
  readonly ignoreHints?: boolean;
  readonly llm: LlmChoice;
  readonly maxTokens?: number;
  readonly maxCost?: number;
  readonly prices?: NonNullable<Budget['prices']>;
  readonly poll: number;
}

const EXAMPLES = `
Examples:
  toolrisk classify
  toolrisk classify --input tools.jsonl --output verdicts.jsonl
  TOOLRISK_MODEL=… toolrisk classify --llm required --max-cost 5 --prices 0.25,2
  cat tools.jsonl | toolrisk classify --input - --output - | jq .riskLevel

A row of the input: {"server", "name", "title"?, "description"?, "inputSchema"?, "annotations"?}.
Every line of the input gives one line of the output: a verdict, or {"line", "error"}.
`;

/** `toolrisk classify`: judges a catalogue's tools, or those of a file. */
export function classifyCommand(): Command {
  return new Command('classify')
    .description('Judge what each tool can do, with the words that decide.')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--input <rows.jsonl>', 'tools from a file, one a line; - is standard input')
    .option('--output <out.jsonl>', 'where their verdicts go; - is standard output')
    .option('--ignore-hints', 'judge as if no hints were declared')
    .addOption(
      new Option('--llm <when>', 'whether a model assesses too; batch waits for the endpoint’s batches')
        .choices([...LLM_CHOICES])
        .default('auto'),
    )
    .addOption(new Option('--poll <seconds>', 'how often to look at a batch').default(60).argParser(positive))
    .option('--max-tokens <n>', 'stop asking the model after so many tokens; a later run goes on', positive)
    .option('--max-cost <amount>', 'stop asking the model once so much is spent, by --prices', amount)
    .option('--prices <prompt,completion>', 'what a million tokens of each cost, in any one currency', prices)
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { input, output, ignoreHints = false } = options;
  if ((input === undefined) !== (output === undefined)) {
    throw new UserError('Give --input and --output together, or neither to judge the catalogue.');
  }
  const { signal } = interruption('what is judged so far is kept', (text) =>
    console.error(`toolrisk: ${text}`),
  );
  const budget = budgetOf(options);
  if (input === undefined || output === undefined) return runDatabase(options, budget, signal);
  if (options.llm === 'batch')
    throw new UserError('--llm batch works on a catalogue: leave out --input and --output.');
  const assessor = await assessorFor(options.llm, { cache: NO_CACHE, budget, signal });
  const { lines, failed } = await classifyRows({ input, output, ignoreHints, assessor, signal });
  if (failed > 0) {
    console.error(`toolrisk: ${failed} of ${lines} lines are no tools; their rows say why.`);
    process.exitCode = EXIT.partly;
  }
  report(assessor, options.llm);
}

async function runDatabase(options: Options, budget: Budget, signal: AbortSignal): Promise<void> {
  if (options.llm === 'batch') await runBatches(options, signal);
  let assessor: Assessor | undefined;
  const { classified, classifierVersion } = await classifyDatabase({
    db: options.db,
    assessor: async (db) => {
      const cache = catalogueCache(db);
      return (assessor = await assessorFor(options.llm, { cache, budget, signal }));
    },
    now: () => new Date(),
    progress: (n) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${n} tools judged`);
    },
    signal,
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  console.log(`Judged ${classified} new tool definitions with classifier ${classifierVersion}.`);
  report(assessor, options.llm);
  if (signal.aborted) throw new UserError('Stopped; run it again to go on.', EXIT.interrupted);
}

async function runBatches({ db, poll, llm }: Options, signal: AbortSignal): Promise<void> {
  const { assessByBatches } = await import('./classify-batch.ts');
  const say = (text: string) => console.error(`toolrisk: ${text}`);
  await assessByBatches({ db, settings: settingsOf(llm)!, pollMs: poll * 1000, say, signal });
}

/** Says what the model did; one that was required and gave no answer to some is no success. */
function report(assessor: Assessor | undefined, choice: LlmChoice): void {
  if (!assessor) return;
  console.error(`toolrisk: ${assessor.summary()}`);
  if (choice === 'required' && assessor.failed() > 0) process.exitCode = EXIT.partly;
}

/** @throws UserError for a bound in money without prices: nobody could tell when it is reached. */
function budgetOf({ maxTokens, maxCost, prices: known }: Options): Budget {
  if (maxCost !== undefined && known === undefined) {
    throw new UserError('--max-cost needs --prices, such as --prices 0.25,2 for a million tokens each.');
  }
  return {
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(maxCost === undefined ? {} : { maxCost }),
    ...(known === undefined ? {} : { prices: known }),
  };
}

function amount(text: string): number {
  const n = Number(text);
  if (text.trim() !== '' && Number.isFinite(n) && n >= 0) return n;
  throw new InvalidArgumentError('It must be a number, 0 or more.');
}

function prices(text: string): NonNullable<Budget['prices']> {
  const [prompt, completion, ...more] = text.split(',');
  if (prompt === undefined || completion === undefined || more.length > 0)
    throw new InvalidArgumentError('Give two numbers, such as 0.25,2.');
  return { prompt: amount(prompt), completion: amount(completion) };
}

function positive(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n > 0) return n;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
