import { steersItsReader } from '../catalogue/deceit.ts';
import type { Classification, Decision } from '../catalogue/records.ts';
import type { Action, Category, Posture, RiskLevel } from '../catalogue/vocabulary.ts';
import { dryRunOnly, withoutDestructiveModes, type Harmless } from './by-argument.ts';
import type { Alternative, ToolDecision } from './emitter.ts';
import { because, becauseByArgument, becauseUnclassified, permits } from './explain.ts';
import { caps, nestedGuards, userGuards, type RecommendOptions } from './guards.ts';
import { denials, type Requirement } from './requirement.ts';
import { parameters, validations, type Parameter } from './schema.ts';

/** An action with the calls a minute that it lets through, where it limits them. */
export type Measure = Exclude<Action, 'limit'> | { perMinute: number };

type Table = Record<Category, Record<RiskLevel, Measure>>;

const few = { perMinute: 10 };
const some = { perMinute: 30 };

/**
 * The measure for each category and level, per posture. Every row and every column grows stricter towards
 * the end, and no posture is looser than the next (policy/recommend.test.ts holds it to that): a more
 * dangerous classification never gets a looser decision.
 */
const MEASURES: Record<Posture, Table> = {
  strict: {
    Read: { Low: 'allow', Medium: some, High: 'ask', Critical: 'deny' },
    Write: { Low: few, Medium: few, High: 'ask', Critical: 'deny' },
    Execute: { Low: 'ask', Medium: 'ask', High: 'ask', Critical: 'deny' },
    Destructive: { Low: 'deny', Medium: 'deny', High: 'deny', Critical: 'hide' },
  },
  balanced: {
    Read: { Low: 'allow', Medium: 'allow', High: some, Critical: 'ask' },
    Write: { Low: some, Medium: some, High: few, Critical: 'ask' },
    Execute: { Low: few, Medium: few, High: few, Critical: 'ask' },
    Destructive: { Low: 'ask', Medium: 'ask', High: 'ask', Critical: 'hide' },
  },
  permissive: {
    Read: { Low: 'allow', Medium: 'allow', High: 'allow', Critical: 'ask' },
    Write: { Low: 'allow', Medium: 'allow', High: some, Critical: 'ask' },
    Execute: { Low: some, Medium: some, High: some, Critical: 'ask' },
    Destructive: { Low: few, Medium: few, High: few, Critical: 'deny' },
  },
};

/** The least that a tool that moves money gets, whatever its level. */
const MONEY: Record<Posture, Measure> = { strict: 'ask', balanced: 'ask', permissive: few };

/** How strict a measure is, as a number that grows; two limits compare by their number of calls. */
export function strictness(measure: Measure): number {
  if (typeof measure === 'object') return 1 + 1 / (1 + measure.perMinute);
  return { allow: 0, ask: 2, deny: 3, hide: 4 }[measure];
}

function strictest(measures: readonly Measure[]): Measure {
  return measures.reduce((worst, next) => (strictness(next) > strictness(worst) ? next : worst));
}

/** The least that a tool gets which hands out stored secrets by only reading. */
const SECRETS: Record<Posture, Measure> = { strict: 'ask', balanced: 'ask', permissive: some };

/**
 * The least that a tool gets whose text tries to steer its reader: nobody knows what else it says untruly. To deny its
 * calls leaves the text in the list, where an agent reads it.
 */
const DECEIT: Record<Posture, Measure> = { strict: 'hide', balanced: 'ask', permissive: 'ask' };

/** A least measure, and what of the tool asks for it. */
interface Floor {
  measure: Measure;
  effect: string;
}

/** What holds for a tool whatever its category and level. */
function floors({ category, flags, moves, findings }: Classification, posture: Posture): Floor[] {
  const raised = (by: string): boolean => moves.some(({ reason }) => reason === by);
  const found: Floor[] = [];
  if (flags.includes('financial')) found.push({ measure: MONEY[posture], effect: 'it moves money' });
  if (raised('host-code')) found.push({ measure: 'ask', effect: 'it runs commands that nothing confines' });
  if (category === 'Read' && raised('handles-secrets'))
    found.push({ measure: SECRETS[posture], effect: 'it hands out secrets' });
  if (steersItsReader(findings))
    found.push({ measure: DECEIT[posture], effect: 'its text tries to steer whoever reads it' });
  return found;
}

/** The strictest floor, where one is stricter than the measure by level. */
function floorAbove(measure: Measure, found: readonly Floor[]): Floor | undefined {
  return found.reduce<Floor | undefined>(
    (worst, next) => (strictness(next.measure) > strictness(worst?.measure ?? measure) ? next : worst),
    undefined,
  );
}

/**
 * The rule that should stand in front of a tool: a pure function of its name, its verdict, the posture and, where it
 * is given, its input schema. Without a verdict it is denied.
 */
export function recommend(
  tool: string,
  classification: Classification | undefined,
  posture: Posture,
  options: RecommendOptions = {},
): ToolDecision {
  if (!classification) return unclassified(tool, posture);
  const byLevel = MEASURES[posture][classification.category][classification.riskLevel];
  const floor = floorAbove(byLevel, floors(classification, posture));
  const measure = floor?.measure ?? byLevel;
  const found = parameters(options.inputSchema);
  const nested = options.root === undefined && options.hosts === undefined ? [] : nestedGuards(tool, options);
  const asked = [...userGuards(tool, found, options), ...nested];
  const requirements = stopsAll(measure) ? [] : asked;
  const rule = { ...ruled(measure), requirements };
  const alternative = byArgument(tool, classification, posture, { measure, found, asked });
  return {
    tool,
    posture,
    ...rule,
    constraints: requirements.flatMap(denials),
    because: because(rule, classification, floor?.effect),
    permits: permits(rule),
    findings: restsOn(classification),
    ...(alternative ? { byArgument: alternative } : {}),
  };
}

function unclassified(tool: string, posture: Posture): ToolDecision {
  const rule = { action: 'deny' as const, requirements: [] };
  return {
    tool,
    posture,
    ...rule,
    constraints: [],
    because: becauseUnclassified(),
    permits: permits(rule),
    findings: [],
  };
}

function ruled(measure: Measure): Pick<Decision, 'action' | 'limit'> {
  return typeof measure === 'object'
    ? { action: 'limit', limit: { window: 'minute', max: measure.perMinute } }
    : { action: measure };
}

const stopsAll = (measure: Measure): boolean => measure === 'deny' || measure === 'hide';

function restsOn({ findings }: Classification): number[] {
  return findings.flatMap(({ effect }, i) =>
    effect === 'decides' || effect === 'raises' || effect === 'lowers' ? [i] : [],
  );
}

interface Blanket {
  measure: Measure;
  found: readonly Parameter[];
  /** The guards that the user asked for. */
  asked: readonly Requirement[];
}

/**
 * The rule for targets that see arguments. What is left once dangerous arguments are stopped gets the measure of
 * what it still does: never looser than any tool of that kind and level.
 */
function byArgument(
  tool: string,
  classification: Classification,
  posture: Posture,
  { measure, found, asked }: Blanket,
): Alternative | undefined {
  const harmless =
    strictness(measure) < strictness('ask') ? undefined : keepHarmless(tool, found, classification);
  const left = harmless ? restMeasure(harmless, classification, posture) : measure;
  if (stopsAll(left)) return undefined;
  const own = [...(harmless?.requirements ?? []), ...caps(found, classification, posture)];
  const guarded = new Set([...asked, ...own].map(({ argument }) => argument));
  // What a guard says of an argument, its schema need not say again.
  const repeated = found.filter(({ name }) => !guarded.has(name)).flatMap(validations);
  if (own.length + repeated.length === 0) return undefined;
  const rule = { ...ruled(left), requirements: [...asked, ...own, ...repeated] };
  const label = harmless?.label ?? 'arguments outside their bounds';
  return { ...rule, label, because: becauseByArgument(rule, label), permits: permits(rule) };
}

function keepHarmless(
  tool: string,
  found: readonly Parameter[],
  classification: Classification,
): Harmless | undefined {
  return withoutDestructiveModes(tool, found, classification) ?? dryRunOnly(found, classification);
}

/** At least as strict as a few calls a minute: that the arguments are harmless is the schema's word, not proof. */
function restMeasure(
  { rest, restLevel }: Harmless,
  classification: Classification,
  posture: Posture,
): Measure {
  // Least privilege does not take a schema's word for it that what is left is less.
  const byLevel = MEASURES[posture][rest][posture === 'strict' ? classification.riskLevel : restLevel];
  return strictest([byLevel, few, ...floors(classification, posture).map(({ measure }) => measure)]);
}
