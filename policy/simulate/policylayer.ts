import type { Json, JsonObject } from '../../catalogue/json.ts';
import type { PolicyLayerFile, ToolRules } from '../emitters/policylayer.ts';
import { INTERCEPT_OPERATORS, type InterceptOperator } from '../emitters/intercept.ts';
import { allow, deny, type Simulation, type Verdict } from './call.ts';
import { atPath, operate } from './conditions.ts';
import { counters, type Counters } from './counters.ts';

type Limit = NonNullable<ToolRules['limits']>[number];
type Conditions = NonNullable<ToolRules['deny_if']>[number];

/**
 * PolicyLayer's `policy.json`, as far as its semantics are published: `hide`, then `default` for unlisted tools, then
 * `require`, `deny_if` and the limits in the order in which they stand; the first denial wins and consumes no quota.
 * One grant is simulated.
 */
export function simulatePolicyLayer(file: PolicyLayerFile): Simulation {
  const store = counters();
  return ({ tool, arguments: args, failed }, now) => {
    const { hide = [], tools = {}, all_tools } = file;
    if (hide.includes(tool) || hide.includes('*')) return deny('hide', 'The tool is hidden by policy.');
    const rules = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
    if (!rules && file.default === 'deny')
      return deny('default', 'The tool is not listed, and what is not listed is denied.');
    const stopped = rules && stoppedBy(rules, tool, args);
    if (stopped) return stopped;
    const limits = [...named(all_tools?.limits, 'all_tools'), ...named(rules?.limits, `tools.${tool}`)];
    return (
      spend(limits, store, now, failed === true) ??
      allow(rules ? `tools.${tool}` : 'default', 'No rule denies it.')
    );
  };
}

function stoppedBy(rules: ToolRules, tool: string, args: JsonObject): Verdict | undefined {
  const required =
    rules.require?.findIndex((rule) => !rule.conditions.every((c) => satisfied(c, args))) ?? -1;
  if (required >= 0) return because(rules.require![required]!, `tools.${tool}.require[${required}]`);
  const hit = rules.deny_if?.findIndex((rule) => rule.conditions.every((c) => satisfied(c, args))) ?? -1;
  return hit >= 0 ? because(rules.deny_if![hit]!, `tools.${tool}.deny_if[${hit}]`) : undefined;
}

function because({ on_deny }: Conditions, rule: string): Verdict {
  return deny(rule, on_deny ?? 'Denied by policy.');
}

/** A condition on an argument that is absent holds for `exists` only. */
function satisfied({ path, op, value }: Conditions['conditions'][number], args: JsonObject): boolean {
  if (!path.startsWith('args.') || !isOperator(op)) return false;
  const actual = atPath(args, path.slice('args.'.length));
  if (op === 'exists') return (actual !== undefined && actual !== null) === value;
  return actual !== undefined && operate(op, actual, value as Json);
}

function isOperator(op: string): op is InterceptOperator {
  return (INTERCEPT_OPERATORS as readonly string[]).includes(op);
}

interface NamedLimit {
  limit: Limit;
  rule: string;
}

function named(limits: readonly Limit[] = [], at: string): NamedLimit[] {
  return limits.map((limit, i) => ({ limit, rule: `${at}.limits[${i}]` }));
}

/** Counts the call against every limit, or against none and says which one is used up. */
function spend(
  limits: readonly NamedLimit[],
  store: Counters,
  now: number,
  failed: boolean,
): Verdict | undefined {
  for (const { limit, rule } of limits) {
    if (store.read(limit.counter, limit.window, now) >= limit.max)
      return deny(rule, `The limit of ${limit.max} calls a ${limit.window} is used up.`);
  }
  if (failed) return undefined;
  // Limits of one counter and window share it: it is one count, not two.
  const distinct = new Map(limits.map(({ limit }) => [JSON.stringify([limit.counter, limit.window]), limit]));
  for (const { counter, window } of distinct.values()) store.add(counter, window, now, 1);
  return undefined;
}
