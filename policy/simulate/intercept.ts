import type { JsonObject } from '../../catalogue/json.ts';
import type { InterceptFile, InterceptRule } from '../emitters/intercept.ts';
import { allow, deny, type Call, type Simulation, type Verdict } from './call.ts';
import { atPath, operate } from './conditions.ts';
import { counters, type Counters, type Window } from './counters.ts';

/** A rule with its shorthand written out, and the scope of its counter. */
interface ScopedRule {
  rule: InterceptRule;
  scope: string;
}

/**
 * Intercept's engine, after its published policy reference and source: hidden tools, then the default for unlisted
 * ones, then the tool's rules, then those of `*`; every rule must pass; then all counters are reserved together.
 */
export function simulateIntercept(file: InterceptFile): Simulation {
  const store = counters();
  return (call, now) => {
    const { hide = [], tools } = file;
    if (hide.includes(call.tool) || hide.includes('*'))
      return deny('hide', `Tool ${JSON.stringify(call.tool)} is hidden by policy.`);
    const listed = Object.hasOwn(tools, call.tool);
    if (file.default === 'deny' && !listed)
      return deny('default', `Tool ${JSON.stringify(call.tool)} is not permitted by policy.`);
    const rules = [
      ...scoped(file, call.tool, call.tool),
      ...(call.tool === '*' ? [] : scoped(file, '*', '_global')),
    ];
    const failed = rules.find(({ rule }) => !passes(rule, call, rules, store, now));
    if (failed) return denied(failed.rule);
    return (
      reserve(rules, call, store, now) ?? allow(listed ? `tools.${call.tool}` : 'default', 'All rules pass.')
    );
  };
}

function scoped({ tools }: InterceptFile, name: string, scope: string): ScopedRule[] {
  const entry = Object.hasOwn(tools, name) ? tools[name] : undefined;
  return (entry?.rules ?? []).map((rule) => ({ rule: longhand(rule, scope), scope }));
}

/** `rate_limit: 5/hour` is a counter of calls, and a condition on it. */
function longhand(rule: InterceptRule, scope: string): InterceptRule {
  const { rate_limit, ...rest } = rule;
  if (rate_limit === undefined) return rule;
  const [count, window] = rate_limit.split('/') as [string, Window];
  const counter = `_rate_${window}`;
  return {
    on_deny: `Rate limit of ${count} per ${window} reached. Try again later.`,
    ...rest,
    conditions: [{ path: `state.${scope}.${counter}`, op: 'lte', value: Number(count) }],
    state: { counter, window },
  };
}

function denied({ name, on_deny }: InterceptRule): Verdict {
  return deny(name, on_deny ?? `Denied by rule ${JSON.stringify(name)}.`);
}

function passes(
  rule: InterceptRule,
  call: Call,
  rules: readonly ScopedRule[],
  store: Counters,
  now: number,
): boolean {
  if (rule.action === 'deny') return false;
  const state = currentState(rules, store, now);
  return (rule.conditions ?? []).every(({ path, op, value }) => {
    const actual = path.startsWith('state.')
      ? (state.get(path) ?? 0)
      : atPath(call.arguments, path.slice('args.'.length));
    if (op === 'exists') return (actual !== undefined && actual !== null) === value;
    return actual !== undefined && operate(op, actual, value);
  });
}

function currentState(rules: readonly ScopedRule[], store: Counters, now: number): Map<string, number> {
  return new Map(
    rules.flatMap(({ rule: { state }, scope }) => {
      if (!state) return [];
      const key = `state.${scope}.${state.counter}`;
      return [[key, store.read(key, state.window, now)] as const];
    }),
  );
}

interface Reservation {
  key: string;
  window: Window;
  amount: number;
}

/** Adds to every counter that a condition of its own rule limits, or to none; the denial, if one would be passed. */
function reserve(
  rules: readonly ScopedRule[],
  call: Call,
  store: Counters,
  now: number,
): Verdict | undefined {
  const reserved: Reservation[] = [];
  for (const { rule, scope } of rules) {
    if (!rule.state) continue;
    const key = `state.${scope}.${rule.state.counter}`;
    const amount = increment(rule, call.arguments);
    if (amount === undefined) return deny(rule.name, 'Internal policy error: the increment is no number.');
    const limit = ownLimit(rule, key);
    if (limit === undefined) continue;
    const { window } = rule.state;
    const pending = reserved.reduce(
      (sum, r) => (r.key === key && r.window === window ? sum + r.amount : sum),
      0,
    );
    if (store.read(key, window, now) + pending + amount > limit)
      return deny(rule.name, rule.on_deny ?? `Rate limit exceeded for ${rule.name}.`);
    reserved.push({ key, window, amount });
  }
  // A call that the server answers with an error gives its reservation back.
  if (!call.failed) for (const { key, window, amount } of reserved) store.add(key, window, now, amount);
  return undefined;
}

function increment({ state }: InterceptRule, args: JsonObject): number | undefined {
  if (state?.increment_from === undefined) return state?.increment || 1;
  const value = atPath(args, state.increment_from.slice('args.'.length));
  return typeof value === 'number' ? Math.trunc(value) : undefined;
}

/** The most that a counter may reach: `lte` its value, `lt` one less, of the first such condition. */
function ownLimit({ conditions = [] }: InterceptRule, key: string): number | undefined {
  for (const { path, op, value } of conditions) {
    if (path !== key || typeof value !== 'number') continue;
    if (op === 'lte') return Math.trunc(value);
    if (op === 'lt') return Math.trunc(value) - 1;
  }
  return undefined;
}
