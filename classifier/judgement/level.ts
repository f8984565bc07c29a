import {
  CATEGORIES,
  LOWERS,
  RAISES,
  RISK_LEVELS,
  rank,
  riskLevelAfter,
  type Category,
  type Lower,
  type Raise,
  type RiskLevel,
} from '../../catalogue/vocabulary.ts';
import { deceives, type Seen } from './findings.ts';

export type LevelMove = { direction: 'up'; reason: Raise } | { direction: 'down'; reason: Lower };

/** The risk level, the moves that led to it, and which rules each move rests on. */
export interface LevelVerdict {
  readonly riskLevel: RiskLevel;
  readonly moves: readonly LevelMove[];
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
  'bulk-scope': ['Write', 'Execute', 'Destructive'],
  'irrevocable-message': ['Write', 'Execute'],
  'private-bulk-read': ['Read'],
  'scratch-state': ['Write', 'Execute', 'Destructive'],
  'bounded-process': ['Execute'],
  'trivial-loss': ['Destructive'],
};

/**
 * The category's level, moved at most once up and once down. A tool is as risky as its riskiest use, so it is
 * not lowered below what another category that is established would come to on its own.
 */
export function judgeLevel(
  category: Category,
  seen: readonly Seen[],
  established: readonly Category[],
): LevelVerdict {
  const own = levelOf(category, seen);
  const others = established
    .filter((other) => rank(CATEGORIES, other) < rank(CATEGORIES, category))
    .map((other) => rank(RISK_LEVELS, levelOf(other, seen).riskLevel));
  if (Math.max(0, ...others) <= rank(RISK_LEVELS, own.riskLevel)) return own;
  const moves = own.moves.filter(({ direction }) => direction === 'up');
  return { riskLevel: levelAfter(category, moves), moves, rules: own.rules };
}

function levelOf(category: Category, seen: readonly Seen[]): LevelVerdict {
  const rules = new Map<string, Set<string>>();
  for (const { rule, outcome } of seen) {
    const { capability } = rule.meta;
    if (outcome !== 'observed' || !(capability in APPLIES)) continue;
    if (!APPLIES[capability as Raise | Lower].includes(category)) continue;
    const known = rules.get(capability);
    if (known) known.add(rule.id);
    else rules.set(capability, new Set([rule.id]));
  }
  const up = RAISES.find((reason) => rules.has(reason));
  const down = deceives(seen) ? undefined : LOWERS.find((reason) => rules.has(reason));
  const moves: LevelMove[] = [];
  if (up) moves.push({ direction: 'up', reason: up });
  if (down) moves.push({ direction: 'down', reason: down });
  return { riskLevel: levelAfter(category, moves), moves, rules };
}

/** The level to which moves lead; several reasons in one direction count once, so there are at most two. */
export function levelAfter(category: Category, moves: readonly Pick<LevelMove, 'direction'>[]): RiskLevel {
  return riskLevelAfter(
    category,
    moves.reduce((sum, { direction }) => sum + (direction === 'up' ? 1 : -1), 0),
  );
}
