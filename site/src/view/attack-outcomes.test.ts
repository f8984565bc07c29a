import { expect, test } from 'vitest';
import type { Attack } from '../../../catalogue/attacks.ts';
import { attackOutcome, countOutcomes } from './attack-outcomes.ts';

type Asked = Pick<Attack, 'access' | 'effect' | 'guarded'>;
const inside = { type: 'package' } as const;

const CASES: [string, Asked][] = [
  ['no-call', { access: { type: 'no-call' }, effect: 'none' }],
  ['stopped', { access: inside, effect: 'stops' }],
  ['stopped-when-told', { access: inside, effect: 'limits', guarded: 'stops' }],
  ['limited', { access: inside, effect: 'limits' }],
  ['limited', { access: inside, effect: 'none', guarded: 'limits' }],
  ['untouched', { access: inside, effect: 'none', guarded: 'none' }],
];

test.each(CASES)('an attack is %s', (outcome, attack) => expect(attackOutcome(attack)).toBe(outcome));

test('every attack is counted once', () => {
  const counts = countOutcomes(CASES.map(([, attack]) => attack));
  expect(counts).toEqual({ stopped: 1, 'stopped-when-told': 1, limited: 2, untouched: 1, 'no-call': 1 });
  expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(CASES.length);
});
