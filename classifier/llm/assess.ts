import pLimit from 'p-limit';
import { canonicalDefinition, definitionDigest } from '../../catalogue/digest.ts';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { ANSWER_SCHEMA, readAnswer, type Assessment } from './answer.ts';
import { isUsedUp, NOTHING_SPENT, spend, type Budget, type Spending } from './budget.ts';
import { FATAL, type Failure, type Model, type Reply } from './model.ts';
import { PROMPT_DIGEST, question } from './prompt.ts';

/** Where assessments are kept between runs; the catalogue's store implements it. */
export interface AssessmentCache {
  get: (key: CacheKey) => Assessment | undefined;
  set: (key: CacheKey, assessment: Assessment) => void;
}

/** What an assessment depends on: the definition, what was asked, and who answered. */
export interface CacheKey {
  digest: string;
  promptDigest: string;
  model: string;
}

/** The model's word on one definition, or why there is none. */
export type Assessed = { ok: true; assessment: Assessment } | { ok: false; failure: Failure };

export interface AssessOptions {
  model: Model;
  cache: AssessmentCache;
  budget: Budget;
  /** What was spent of the budget before. */
  spent?: Spending;
  /**
   * Whether a definition must not share a question with others: one that gives orders to its reader could speak
   * for its neighbours.
   */
  asksAlone?: (definition: ToolDefinition) => boolean;
  /** Questions under way at once. */
  concurrency: number;
  signal: AbortSignal;
}

/** Characters of definitions in one question, and tools in it: a long question makes for careless answers. */
const QUESTION_CHARACTERS = 24_000;
const QUESTION_TOOLS = 8;
/** A definition longer than this is left to the rules. */
const DEFINITION_CHARACTERS = 60_000;

/**
 * Asks the model about each definition, several in a question, the cache first. Gives one result per definition,
 * in order, and what was spent by now. Never throws for what a model or an endpoint does.
 */
export async function assess(
  definitions: readonly ToolDefinition[],
  options: AssessOptions,
): Promise<{ results: Assessed[]; spending: Spending }> {
  const results = definitions.map((definition) => known(definition, options));
  const open = definitions.flatMap((_, i) => (results[i] === undefined ? [i] : []));
  const run: Run = { options, spending: options.spent ?? NOTHING_SPENT, fatal: undefined };
  const limit = pLimit(options.concurrency);
  const groups = questions(open, definitions, options.asksAlone ?? (() => false));
  await Promise.all(
    groups.map((group) =>
      limit(async () => {
        const answers = await askGroup(
          run,
          group.map((i) => definitions[i]!),
        );
        group.forEach((i, k) => (results[i] = answers[k]!));
      }),
    ),
  );
  return { results: results as Assessed[], spending: run.spending };
}

interface Run {
  options: AssessOptions;
  spending: Spending;
  /** Set once a failure makes every further question useless. */
  fatal: Failure | undefined;
}

function known(definition: ToolDefinition, { cache, model }: AssessOptions): Assessed | undefined {
  if (canonicalDefinition(definition).length > DEFINITION_CHARACTERS)
    return { ok: false, failure: 'too-long' };
  const assessment = cache.get(keyOf(definition, model));
  return assessment && { ok: true, assessment };
}

function keyOf(definition: ToolDefinition, model: Model): CacheKey {
  return { digest: definitionDigest(definition), promptDigest: PROMPT_DIGEST, model: model.name };
}

/** Indexes of definitions, grouped into questions of a bounded size; those that ask alone are first. */
function questions(
  indexes: number[],
  definitions: readonly ToolDefinition[],
  asksAlone: (definition: ToolDefinition) => boolean,
): number[][] {
  const alone = indexes.filter((i) => asksAlone(definitions[i]!));
  const apart = new Set(alone);
  const groups: number[][] = [];
  let size = Infinity;
  for (const i of indexes.filter((index) => !apart.has(index))) {
    const length = canonicalDefinition(definitions[i]!).length;
    if (size + length > QUESTION_CHARACTERS || groups.at(-1)!.length >= QUESTION_TOOLS) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(i);
    size += length;
  }
  return [...alone.map((i) => [i]), ...groups];
}

/** Asks about several tools at once, and about each alone where the common answer was of no use. */
async function askGroup(run: Run, definitions: ToolDefinition[]): Promise<Assessed[]> {
  const answers = await askOnce(run, definitions);
  if (definitions.length === 1) return answers;
  return Promise.all(
    answers.map(async (answer, i) =>
      answer.ok || !WORTH_ASKING_ALONE.includes(answer.failure)
        ? answer
        : (await askOnce(run, [definitions[i]!]))[0]!,
    ),
  );
}

const WORTH_ASKING_ALONE: readonly Failure[] = ['refused', 'malformed', 'unanswered', 'truncated'];

async function askOnce(run: Run, definitions: ToolDefinition[]): Promise<Assessed[]> {
  const { model, cache, budget, signal } = run.options;
  if (isUsedUp(run.spending, budget)) run.fatal ??= 'over-budget';
  if (signal.aborted) run.fatal ??= 'stopped';
  if (run.fatal) return definitions.map(() => ({ ok: false, failure: run.fatal! }));
  const asked = new Map(definitions.map((definition, i) => [`T${i + 1}`, definition]));
  const reply = await model.ask(question(asked), ANSWER_SCHEMA, signal);
  run.spending = spend(run.spending, reply.usage);
  if (!reply.ok && FATAL.includes(reply.failure)) run.fatal ??= reply.failure;
  const answers = resultsOf(reply, asked);
  answers.forEach((answer, i) => {
    if (answer.ok) cache.set(keyOf(definitions[i]!, model), answer.assessment);
  });
  return answers;
}

function resultsOf(reply: Reply, asked: ReadonlyMap<string, ToolDefinition>): Assessed[] {
  const failed = (failure: Failure): Assessed[] => [...asked].map(() => ({ ok: false, failure }));
  if (!reply.ok) return failed(reply.failure);
  const answers = readAnswer(reply.text, asked);
  if (!answers) return failed('malformed');
  return [...asked.keys()].map((id) => {
    const assessment = answers.get(id);
    return assessment ? { ok: true, assessment } : { ok: false, failure: 'unanswered' };
  });
}
