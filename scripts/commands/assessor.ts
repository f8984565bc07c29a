import type { ToolDefinition } from '../../catalogue/records.ts';
import { readAssessment, recordAssessment, type Catalogue } from '../../catalogue/store/index.ts';
import type { Assessment } from '../../classifier/llm/answer.ts';
import { steersReader } from '../../classifier/index.ts';
import { assess, type Assessed, type AssessmentCache } from '../../classifier/llm/assess.ts';
import { cost, NOTHING_SPENT, type Budget } from '../../classifier/llm/budget.ts';
import { FAILURE_MEANING, NO_USAGE, type Failure, type Model } from '../../classifier/llm/model.ts';
import { openaiModel, settingsFrom, type Settings } from '../../classifier/llm/openai.ts';
import { UserError } from '../errors.ts';

/** When a model assesses beside the rules. */
export const LLM_CHOICES = ['off', 'auto', 'required', 'batch'] as const;
export type LlmChoice = (typeof LLM_CHOICES)[number];

/** Questions under way at once; endpoints that want fewer say so with 429, which is waited out. */
const CONCURRENCY = 4;

/** A model that assesses beside the rules, and what came of it so far. */
export interface Assessor {
  readonly model: string;
  /** One result per definition, in order. */
  readonly assess: (definitions: readonly ToolDefinition[]) => Promise<Assessed[]>;
  /** One sentence on what was asked and what failed. */
  readonly summary: () => string;
  /** How many definitions got no answer. */
  readonly failed: () => number;
}

/**
 * The model that `--llm` and the environment name, or undefined where none is to be asked.
 * @throws UserError when a model is required and none is named.
 */
export async function assessorFor(
  choice: LlmChoice,
  options: { cache: AssessmentCache; budget: Budget; signal: AbortSignal },
): Promise<Assessor | undefined> {
  const settings = settingsOf(choice);
  if (!settings) return undefined;
  // After a batch the kept answers are all there is; nothing is asked one by one.
  const model = choice === 'batch' ? silentModel(settings.model) : await openaiModel(settings);
  return assessorOf(model, options);
}

/** Where the model is, or undefined where none is to be asked. @throws UserError when one is required. */
export function settingsOf(choice: LlmChoice): Settings | undefined {
  const settings = choice === 'off' ? undefined : settingsFrom(process.env);
  if (settings || choice === 'off' || choice === 'auto') return settings;
  throw new UserError(
    `--llm ${choice} needs a model: set TOOLRISK_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL for where it is.`,
  );
}

function silentModel(name: string): Model {
  return { name, ask: () => Promise.resolve({ ok: false, failure: 'unanswered', usage: NO_USAGE }) };
}

function assessorOf(
  model: Model,
  { cache, budget, signal }: { cache: AssessmentCache; budget: Budget; signal: AbortSignal },
): Assessor {
  let spending = NOTHING_SPENT;
  let asked = 0;
  const failures = new Map<Failure, number>();
  return {
    model: model.name,
    assess: async (definitions) => {
      const done = await assess(definitions, {
        model,
        cache,
        budget,
        spent: spending,
        asksAlone: steersReader,
        concurrency: CONCURRENCY,
        signal,
      });
      spending = done.spending;
      asked += definitions.length;
      for (const result of done.results) {
        if (!result.ok) failures.set(result.failure, (failures.get(result.failure) ?? 0) + 1);
      }
      return done.results;
    },
    summary: () => {
      const tokens = spending.promptTokens + spending.completionTokens;
      const why = [...failures].map(([failure, n]) => `${n} not, because ${FAILURE_MEANING[failure]}`);
      const failed = why.length > 0 ? `; ${why.join('; ')}; for these the rules alone decided` : '';
      const price = budget.prices ? ` for ${cost(spending, budget.prices).toFixed(2)}` : '';
      return `${model.name} assessed ${asked - total(failures)} of ${asked} tools with ${tokens} tokens${price}${failed}.`;
    },
    failed: () => total(failures),
  };
}

function total(failures: ReadonlyMap<Failure, number>): number {
  return [...failures.values()].reduce((sum, n) => sum + n, 0);
}

/** Keeps assessments in a catalogue. */
export function catalogueCache(db: Catalogue): AssessmentCache {
  return {
    get: (key) => readAssessment(db, key) as Assessment | undefined,
    set: (key, assessment) => recordAssessment(db, key, assessment, new Date().toISOString()),
  };
}

/** Keeps nothing: for files, which may be longer than memory. */
export const NO_CACHE: AssessmentCache = { get: () => undefined, set: () => undefined };
