import type { Evidence, WeighedFinding } from '../../catalogue/records.ts';
import {
  FINDING_OUTCOMES,
  LOWERS,
  RAISES,
  type Category,
  type Effect,
  type Flag,
} from '../../catalogue/vocabulary.ts';
import type { Capability, Rule, Sighting } from '../rule.ts';
import type { CategoryVerdict } from './category.ts';
import type { LevelVerdict } from './level.ts';

/** A sighting and the rule that made it. */
export interface Seen extends Sighting {
  readonly rule: Rule;
}

/** The category that a capability speaks for, where it does. */
export function categoryOf(capability: Capability): Category | undefined {
  switch (capability) {
    case 'reads':
      return 'Read';
    case 'writes':
    case 'moves-money':
      return 'Write';
    case 'executes':
      return 'Execute';
    case 'destroys':
      return 'Destructive';
    default:
      return undefined;
  }
}

/** Whether the definition tries to steer whoever reads it. */
export function deceives(seen: readonly Seen[]): boolean {
  return seen.some(({ rule, outcome }) => rule.meta.capability === 'deceives' && outcome === 'observed');
}

/** No finding quotes more than this many spans; the first are kept. */
const MAX_EVIDENCE = 8;

/** One finding a rule and outcome, in the order of the rules' ids, with what it did to the verdict. */
export function collect(
  seen: readonly Seen[],
  verdict: CategoryVerdict,
  level: LevelVerdict,
  flags: readonly Flag[],
): WeighedFinding[] {
  const groups = new Map<string, { rule: Rule; outcome: Sighting['outcome']; evidence: Evidence[] }>();
  for (const { rule, outcome, evidence } of seen) {
    const key = `${rule.id} ${FINDING_OUTCOMES.indexOf(outcome)}`;
    const group = groups.get(key) ?? { rule, outcome, evidence: [] };
    for (const one of evidence) {
      const known = group.evidence.some(
        (other) => other.pointer === one.pointer && other.start === one.start,
      );
      if (!known && group.evidence.length < MAX_EVIDENCE) group.evidence.push(one);
    }
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rule, outcome, evidence }) => ({
    ruleId: rule.id,
    outcome,
    evidence,
    effect: effectOf(rule, outcome, verdict, level, flags),
  }));
}

function effectOf(
  rule: Rule,
  outcome: Sighting['outcome'],
  verdict: CategoryVerdict,
  level: LevelVerdict,
  flags: readonly Flag[],
): Effect {
  if (outcome !== 'observed') return 'noted';
  const { capability } = rule.meta;
  if (verdict.deciding.has(rule.id)) return 'decides';
  const moved = level.moves.find(({ reason }) => level.rules.get(reason)?.has(rule.id));
  if (moved) return moved.direction === 'up' ? 'raises' : 'lowers';
  if (verdict.overruled.has(rule.id)) return 'overruled';
  if (capability.startsWith('flag:') && flags.includes(capability.slice(5) as Flag)) return 'flags';
  if ((RAISES as readonly string[]).includes(capability)) return 'noted';
  if ((LOWERS as readonly string[]).includes(capability)) return 'noted';
  return categoryOf(capability) === undefined ? 'noted' : 'supports';
}
