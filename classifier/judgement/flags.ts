import { FLAGS, type Category, type Flag } from '../../catalogue/vocabulary.ts';
import type { Capability } from '../rule.ts';
import type { Seen } from './findings.ts';

/** Flags that a capability implies beside the level. */
const IMPLIED: Partial<Record<Capability, Flag>> = {
  'handles-secrets': 'secrets',
  'moves-money': 'financial',
  'host-code': 'code',
  'bulk-scope': 'bulk',
  'changes-control': 'admin',
  'irrevocable-message': 'egress',
  'private-bulk-read': 'private',
};
const BY_RULE: Record<string, Flag> = {
  'runs-code': 'code',
  'runs-queries': 'code',
  'command-parameter': 'code',
  'reads-any-url': 'untrusted',
  'sends-message': 'egress',
  'cancels-for-good': 'financial',
};

/** The flags that the findings carry, in the vocabulary's order. */
export function judgeFlags(category: Category, seen: readonly Seen[]): Flag[] {
  const carried = new Set<Flag>();
  for (const { rule, outcome } of seen) {
    if (outcome !== 'observed') continue;
    const { capability } = rule.meta;
    const flag = capability.startsWith('flag:')
      ? (capability.slice(5) as Flag)
      : (IMPLIED[capability] ?? BY_RULE[rule.id]);
    if (flag === 'bulk' && category === 'Read') continue;
    if (flag !== undefined) carried.add(flag);
  }
  return FLAGS.filter((flag) => carried.has(flag));
}
