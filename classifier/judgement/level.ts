import {
  BASE_RISK_LEVEL,
  LOWERS,
  RAISES,
  RISK_LEVELS,
  rank,
  type Category,
  type Lower,
  type Raise,
  type RiskLevel,
} from '../../catalogue/vocabulary.ts';
import type { Seen } from './findings.ts';

/** The risk level, the moves that led to it, and which rules each move rests on. */
export interface LevelVerdict {
  readonly riskLevel: RiskLevel;
  readonly moves: readonly ({ direction: 'up'; reason: Raise } | { direction: 'down'; reason: Lower })[];
  readonly rules: ReadonlyMap<string, ReadonlySet<string>>;
}

/** To which categories a reason applies. */
export const APPLIES: Record<Raise | Lower, readonly Category[]> = {
  'handles-secrets': ['Read', 'Write', 'Destructive'],
  'arbitrary-read': ['Read', 'Execute'],
  'moves-money': ['Write', 'Execute', 'Destructive'],
  'changes-control': ['Write', 'Execute', 'Destructive'],
  'host-code': ['Execute'],
  'container-loss': ['Destructive'],
  'bulk-scope': ['Write', 'Destructive'],
  'irrevocable-message': ['Write', 'Execute'],
  'private-bulk-read': ['Read'],
  'scratch-state': ['Write', 'Execute', 'Destructive'],
  'bounded-process': ['Execute'],
  'trivial-loss': ['Destructive'],
};
const MOST_MOVES = 2;

/** The category's level, moved at most twice. */
export function judgeLevel(category: Category, seen: readonly Seen[]): LevelVerdict {
  const rules = new Map<string, Set<string>>();
  for (const { rule, outcome } of seen) {
    const { capability } = rule.meta;
    if (outcome !== 'observed' || !(capability in APPLIES)) continue;
    if (!APPLIES[capability as Raise | Lower].includes(category)) continue;
    const known = rules.get(capability);
    if (known) known.add(rule.id);
    else rules.set(capability, new Set([rule.id]));
  }
  const downs = LOWERS.filter((reason) => rules.has(reason)).map((reason) => ({
    direction: 'down' as const,
    reason,
  }));
  const ups = RAISES.filter((reason) => rules.has(reason)).map((reason) => ({
    direction: 'up' as const,
    reason,
  }));
  const moves =
    downs.length > 0 && ups.length > 0
      ? [ups[0] as (typeof ups)[0], downs[0] as (typeof downs)[0]]
      : [...ups.slice(0, 1), ...downs.slice(0, 1)];
  const kept = moves.slice(0, MOST_MOVES);
  const steps = kept.reduce((sum, { direction }) => sum + (direction === 'up' ? 1 : -1), 0);
  const at = Math.min(
    RISK_LEVELS.length - 1,
    Math.max(0, rank(RISK_LEVELS, BASE_RISK_LEVEL[category]) + steps),
  );
  return { riskLevel: RISK_LEVELS[at] as RiskLevel, moves: kept, rules };
}
