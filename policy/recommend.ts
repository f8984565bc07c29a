import type { Classification, Decision } from '../catalogue/records.ts';
import type { Action, Category, Posture, RiskLevel } from '../catalogue/vocabulary.ts';
import { because, permits } from './explain.ts';

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

/** The rule that should stand in front of a tool: a pure function of its name, its verdict and the posture. */
export function recommend(tool: string, classification: Classification, posture: Posture): Decision {
  const byLevel = MEASURES[posture][classification.category][classification.riskLevel];
  const forMoney = classification.flags.includes('financial') ? MONEY[posture] : 'allow';
  const measure = strictness(forMoney) > strictness(byLevel) ? forMoney : byLevel;
  const limit =
    typeof measure === 'object' ? { window: 'minute' as const, max: measure.perMinute } : undefined;
  const decision: Omit<Decision, 'because' | 'permits'> = {
    tool,
    posture,
    action: typeof measure === 'object' ? 'limit' : measure,
    ...(limit ? { limit } : {}),
    constraints: [],
    findings: classification.findings.flatMap(({ effect }, i) =>
      effect === 'decides' || effect === 'raises' || effect === 'lowers' ? [i] : [],
    ),
  };
  const movesMoney = measure === forMoney && measure !== byLevel;
  return { ...decision, because: because(decision, classification, movesMoney), permits: permits(decision) };
}
