import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../catalogue/json.ts';
import { recommendPolicy, VARIANTS } from './index.ts';
import { Call, simulate, UnreadablePolicy, type Simulated } from './simulate.ts';
import { verdict } from './testing/verdict.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

/** The verdicts on calls made one after the other; a number is milliseconds to wait. */
async function verdicts(text: string, target: Simulated, calls: (object | number)[]): Promise<string[]> {
  const simulation = await simulate(text, target);
  let now = NOON;
  const given: string[] = [];
  for (const call of calls) {
    if (typeof call === 'number') now += call;
    else given.push(simulation(Call.parse(call), now).verdict);
  }
  return given;
}

const intercept = (tools: string, head = '') => `version: "1"\n${head}tools:\n${tools}`;
const condition = (path: string, op: string, value: unknown) =>
  intercept(
    `  t:\n    rules:\n      - {name: r, conditions: [{path: ${path}, op: ${op}, value: ${JSON.stringify(value)}}]}\n`,
  );

describe('Intercept', () => {
  it.each([
    ['eq', 5, 5, 'allow'],
    ['eq', 5, '5', 'allow'],
    ['eq', true, 'true', 'allow'],
    ['eq', 'a', ['a'], 'deny'],
    ['neq', 'a', 'b', 'allow'],
    ['neq', 'a', undefined, 'deny'],
    ['in', ['a', 'b'], 'b', 'allow'],
    ['in', ['a', 'b'], 'c', 'deny'],
    ['not_in', ['a'], 'b', 'allow'],
    ['not_in', ['a'], 'a', 'deny'],
    ['lt', 5, 4, 'allow'],
    ['lt', 5, 5, 'deny'],
    ['lt', 5, '4', 'deny'],
    ['lte', 5, 5, 'allow'],
    ['gt', 5, 6, 'allow'],
    ['gte', 5, 5, 'allow'],
    ['regex', '^a', 'abc', 'allow'],
    ['regex', '^a', 5, 'deny'],
    ['contains', 'b', 'abc', 'allow'],
    ['contains', 'b', ['a', 'b'], 'allow'],
    ['contains', 'b', ['ab'], 'deny'],
    ['exists', true, 1, 'allow'],
    ['exists', true, null, 'deny'],
    ['exists', false, undefined, 'allow'],
    ['exists', false, null, 'allow'],
    ['exists', false, 0, 'deny'],
  ])('%s %j of %j: %s', async (op, value, given, expected) => {
    const args = given === undefined ? {} : { x: given };
    expect(
      await verdicts(condition('args.x', op, value), 'intercept', [{ tool: 't', arguments: args }]),
    ).toEqual([expected]);
  });

  it('reaches into nested arguments, but into no list', async () => {
    const policy = condition('args.a.b', 'eq', 1);
    expect(
      await verdicts(policy, 'intercept', [
        { tool: 't', arguments: { a: { b: 1 } } },
        { tool: 't', arguments: { a: [{ b: 1 }] } },
      ]),
    ).toEqual(['allow', 'deny']);
  });

  it('wants all conditions of a rule, and all rules', async () => {
    const policy = intercept(`  t:
    rules:
      - {name: a, conditions: [{path: args.x, op: gte, value: 1}, {path: args.x, op: lte, value: 3}]}
      - {name: b, conditions: [{path: args.x, op: neq, value: 2}]}
`);
    const at = (x: number) => ({ tool: 't', arguments: { x } });
    expect(await verdicts(policy, 'intercept', [at(0), at(1), at(2), at(3), at(4)])).toEqual([
      'deny',
      'allow',
      'deny',
      'allow',
      'deny',
    ]);
  });

  it('asks the rules of the tool first, then those of *', async () => {
    const simulation = await simulate(
      intercept(
        `  "*":\n    rules: [{name: all, action: deny}]\n  t:\n    rules: [{name: own, action: deny}]\n`,
      ),
      'intercept',
    );
    expect(simulation(Call.parse({ tool: 't' }), NOON).rule).toBe('own');
    expect(simulation(Call.parse({ tool: 'u' }), NOON).rule).toBe('all');
  });

  it('does not let * rescue a tool that is not listed', async () => {
    const policy = intercept('  "*":\n    rules: []\n  t:\n    rules: []\n', 'default: deny\n');
    expect(await verdicts(policy, 'intercept', [{ tool: 't' }, { tool: 'u' }])).toEqual(['allow', 'deny']);
    expect(await verdicts(intercept('  t:\n    rules: []\n'), 'intercept', [{ tool: 'u' }])).toEqual([
      'allow',
    ]);
  });

  it('denies what is hidden, one by one or all', async () => {
    const open = intercept('  t:\n    rules: []\n', 'hide: [u]\n');
    expect(await verdicts(open, 'intercept', [{ tool: 't' }, { tool: 'u' }])).toEqual(['allow', 'deny']);
    const shut = intercept('  t:\n    rules: []\n', 'hide: ["*"]\n');
    expect(await verdicts(shut, 'intercept', [{ tool: 't' }])).toEqual(['deny']);
  });

  it('counts in windows of the UTC calendar', async () => {
    const policy = intercept('  t:\n    rules: [{name: r, rate_limit: 2/minute}]\n');
    const t = { tool: 't' };
    expect(await verdicts(policy, 'intercept', [MINUTE / 2, t, t, t, MINUTE / 2, t])).toEqual([
      'allow',
      'allow',
      'deny',
      'allow',
    ]);
    const daily = intercept('  t:\n    rules: [{name: r, rate_limit: 1/day}]\n');
    expect(await verdicts(daily, 'intercept', [t, 11 * 60 * MINUTE, t, 60 * MINUTE, t])).toEqual([
      'allow',
      'deny',
      'allow',
    ]);
  });

  it('gives a reservation back when the server fails, and reserves all or nothing', async () => {
    const policy = intercept(`  t:
    rules: [{name: r, rate_limit: 1/minute}]
  "*":
    rules: [{name: all, rate_limit: 2/minute}]
`);
    const t = { tool: 't' };
    expect(
      await verdicts(policy, 'intercept', [{ ...t, failed: true }, t, t, t, { tool: 'u' }, { tool: 'u' }]),
    ).toEqual(['allow', 'allow', 'deny', 'deny', 'allow', 'deny']);
  });

  it('adds up amounts, and counts lt as one less', async () => {
    const spend = (op: string) =>
      intercept(`  pay:
    rules:
      - name: cap
        conditions: [{path: state.pay.spent, op: ${op}, value: 100}]
        state: {counter: spent, window: day, increment_from: args.amount}
`);
    const pay = (amount: unknown) => ({ tool: 'pay', arguments: { amount } });
    expect(await verdicts(spend('lte'), 'intercept', [pay(60), pay(50), pay(40), pay(1)])).toEqual([
      'allow',
      'deny',
      'allow',
      'deny',
    ]);
    expect(await verdicts(spend('lt'), 'intercept', [pay(60), pay(40), pay(39)])).toEqual([
      'allow',
      'deny',
      'allow',
    ]);
    expect(await verdicts(spend('lte'), 'intercept', [pay('60'), { tool: 'pay' }])).toEqual(['deny', 'deny']);
  });
});

describe('PolicyLayer', () => {
  const file = (more: object) => JSON.stringify({ version: '1', default: 'deny', ...more });
  const limit = (counter: string, max: number, window = 'minute') => ({
    counter,
    window,
    max,
    scope: 'grant',
  });

  it('hides, then falls back to the default', async () => {
    const policy = file({ hide: ['h'], tools: { t: {}, h: {} } });
    expect(await verdicts(policy, 'policylayer', [{ tool: 't' }, { tool: 'h' }, { tool: 'u' }])).toEqual([
      'allow',
      'deny',
      'deny',
    ]);
    expect(await verdicts(file({ hide: ['*'], tools: { t: {} } }), 'policylayer', [{ tool: 't' }])).toEqual([
      'deny',
    ]);
    expect(await verdicts(file({ default: 'allow' }), 'policylayer', [{ tool: 'u' }])).toEqual(['allow']);
  });

  it('denies always without conditions, and on all of them with some', async () => {
    const policy = file({
      tools: {
        never: { deny_if: [{ conditions: [], on_deny: 'No.' }] },
        some: {
          deny_if: [
            {
              conditions: [
                { path: 'args.a', op: 'eq', value: 'x' },
                { path: 'args.b', op: 'eq', value: 1 },
              ],
            },
          ],
        },
      },
    });
    expect(
      await verdicts(policy, 'policylayer', [
        { tool: 'never' },
        { tool: 'some', arguments: { a: 'x', b: 1 } },
        { tool: 'some', arguments: { a: 'x' } },
      ]),
    ).toEqual(['deny', 'deny', 'allow']);
  });

  it('shares counters by name, and a denied call takes nothing', async () => {
    const policy = file({
      all_tools: { limits: [limit('all', 3)] },
      tools: { a: { limits: [limit('ab', 2)] }, b: { limits: [limit('ab', 2)] }, c: {} },
    });
    const [a, b, c] = [{ tool: 'a' }, { tool: 'b' }, { tool: 'c' }];
    expect(await verdicts(policy, 'policylayer', [a, b, a, c, c, MINUTE, c])).toEqual([
      'allow',
      'allow',
      'deny',
      'allow',
      'deny',
      'allow',
    ]);
  });
});

it.each([
  ['', 'policylayer'],
  ['{"version":"2","default":"deny"}', 'policylayer'],
  ['version: "2"\ntools: {}', 'intercept'],
  ['tools: [', 'intercept'],
] as const)('refuses %j as a policy for %s', async (text, target) => {
  await expect(simulate(text, target)).rejects.toThrow(UnreadablePolicy);
});

describe('the PolicyLayer variant by argument', () => {
  const clear = { type: 'boolean' };
  const action = { type: 'string', enum: ['open', 'delete'] };
  const inputSchema = { type: 'object', properties: { action, clear } } as unknown as JsonObject;
  const classification = verdict({ category: 'Destructive', riskLevel: 'High' });

  it.each<[unknown, string]>([
    [true, 'deny'],
    ['true', 'deny'],
    ['yes', 'deny'],
    [1, 'deny'],
    [false, 'allow'],
    [undefined, 'allow'],
  ])('with a destroying switch that is %j: %s', async (value, wanted) => {
    const emitter = VARIANTS.find(({ id }) => id === 'policylayer-arguments')!;
    const text = emitter.emit(
      recommendPolicy('venv', [{ name: 'venv', classification, inputSchema }], 'balanced'),
    );
    const args = { action: 'open', ...(value === undefined ? {} : { clear: value as string }) };
    const put = await simulate(text, 'policylayer');
    expect(put({ tool: 'venv', arguments: args }, 0).verdict).toBe(wanted);
  });
});
