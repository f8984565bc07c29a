/** What becomes of the documented attacks under the balanced policy: every attack counted once, under one kind. */
import type { Attack } from '../../../catalogue/attacks.ts';

export const ATTACK_OUTCOMES = ['stopped', 'stopped-when-told', 'limited', 'untouched', 'no-call'] as const;
/**
 * `stopped`: by the recommended policy alone; `stopped-when-told`: once it is told of a folder, of hosts or of one rule
 * more; `limited` and `untouched`: the best that either does; `no-call`: no tool is called.
 */
export type AttackOutcome = (typeof ATTACK_OUTCOMES)[number];

/** The kind that an attack is counted under. */
export function attackOutcome({
  access,
  effect,
  guarded,
}: Pick<Attack, 'access' | 'effect' | 'guarded'>): AttackOutcome {
  if (access.type === 'no-call') return 'no-call';
  if (effect === 'stops') return 'stopped';
  if (guarded === 'stops') return 'stopped-when-told';
  return effect === 'limits' || guarded === 'limits' ? 'limited' : 'untouched';
}

/** How many attacks are of each kind; the numbers add up to all of them. */
export function countOutcomes(
  attacks: readonly Pick<Attack, 'access' | 'effect' | 'guarded'>[],
): Record<AttackOutcome, number> {
  const kinds = attacks.map(attackOutcome);
  const counts = ATTACK_OUTCOMES.map((kind) => [kind, kinds.filter((one) => one === kind).length]);
  return Object.fromEntries(counts) as Record<AttackOutcome, number>;
}
