import { defineEmitter } from '../emitter.ts';
import { denials, type Requirement } from '../requirement.ts';
import { resolve, type Resolved } from '../resolve.ts';
import { policyLayerBasics, policyLayerText, toolRules, type ToolRules } from './policylayer.ts';

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
    .flatMap(denials)
    .map(({ path, op, value, because }) => ({
      conditions: [{ path, op, value }],
      on_deny: `Denied: ${because}.`,
    }));
}

function rules(resolved: Resolved): ToolRules {
  const denied = conditions(resolved.requirements);
  const { deny_if = [], ...others } = toolRules(resolved);
  const all = [...denied, ...deny_if];
  return all.length > 0 ? { deny_if: all, ...others } : others;
}

const supports = { deny: true, ask: true, limit: true, arguments: true };
const target = { ...policyLayerBasics, supports, expresses };

export default defineEmitter({
  ...target,
  id: 'policylayer-arguments',
  title: 'PolicyLayer, by argument',
  emit: (policy) => policyLayerText(resolve(policy, target), rules),
  remarks: (resolved) =>
    resolved.some(({ requirements }) => requirements.length > 0)
      ? [
          'PolicyLayer does not publish the shape of a condition; these are written as Intercept reads them: try a call that must be denied before you rely on it.',
        ]
      : [],
});
