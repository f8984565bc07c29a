import { defineEmitter } from '../emitter.ts';
import { denials, type Requirement } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';
import {
  policyLayerBasics,
  policyLayerText,
  toolRules,
  type Condition,
  type ToolRules,
} from './policylayer.ts';

/**
 * Conditions of `deny_if` in Intercept's shape, because the shape of PolicyLayer's own is not published: hence a
 * variant of its own, and only with conditions that a call has to meet to be denied. `one-of` beside a `none-of`
 * would deny by absence as well, if absence counts as unequal there, so the `none-of` stands alone. A comparison of
 * numbers would let a text through, so there is none.
 */
function expresses({ check }: Requirement): boolean {
  return ['none-of', 'one-of', 'type'].includes(check.kind);
}

function conditions(requirements: readonly Requirement[]): NonNullable<ToolRules['deny_if']> {
  const stopped = new Set(
    requirements.filter(({ check }) => check.kind === 'none-of').map(({ argument }) => argument),
  );
  return requirements
    .filter(({ argument, check, purpose }) =>
      stopped.has(argument) ? check.kind === 'none-of' : purpose === 'guard',
    )
    .flatMap((requirement) => deniedWhen(requirement))
    .map(({ conditions, because }) => ({ conditions, on_deny: `Denied: ${because}.` }));
}

/** Each a set of conditions that together deny a call. */
function deniedWhen(requirement: Requirement): { conditions: Condition[]; because: string }[] {
  const { argument, check, because } = requirement;
  const path = `args.${argument}`;
  // A server may read "yes" or 1 as true: what is there and not plainly harmless is denied.
  if (check.kind === 'none-of' && check.values.length === 1 && typeof check.values[0] === 'boolean') {
    const harmless = { path, op: 'neq' as const, value: !check.values[0] };
    return [{ conditions: [{ path, op: 'exists', value: true }, harmless], because }];
  }
  return denials(requirement).map(({ path: at, op, value, because: why }) => ({
    conditions: [{ path: at, op, value }],
    because: why,
  }));
}

function rulesOf(resolved: Resolved): ToolRules {
  const denied = conditions(resolved.requirements);
  const { deny_if = [], ...others } = toolRules(resolved);
  const all = [...denied, ...deny_if];
  return all.length > 0 ? { deny_if: all, ...others } : others;
}

export default defineEmitter({
  ...policyLayerBasics,
  supports: { deny: true, ask: true, limit: true, arguments: true },
  expresses,
  id: 'policylayer-arguments',
  title: 'PolicyLayer, by argument',
  write: ({ rules }) => policyLayerText(rules, rulesOf),
  remarks: (resolved) =>
    resolved.some(({ requirements }) => requirements.length > 0)
      ? [
          'PolicyLayer does not publish the shape of a condition; these are written as Intercept reads them: try a call that must be denied before you rely on it.',
        ]
      : [],
});
