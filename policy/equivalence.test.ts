import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../catalogue/json.ts';
import { CATEGORIES, FLAGS, POSTURES, RISK_LEVELS } from '../catalogue/vocabulary.ts';
import type { Rule } from './emitter.ts';
import { EMITTERS, notes, recommendPolicy, type ToolToJudge } from './index.ts';
import { resolve, type Resolved } from './resolve.ts';
import { SIMULATED, simulate, simulateRules, type Simulated } from './simulate.ts';
import { verdict } from './testing/verdict.ts';

/**
 * For every target with an evaluator of its own: what the emitted file does with a call is what the neutral rule
 * does, or stricter, and where it is stricter the notes say something. 2,000 policies for each of seven targets.
 */
const POLICIES = 2000;

const text = fc.constantFrom<object>(
  { type: 'string' },
  { type: 'string', maxLength: 5 },
  { type: 'string', pattern: '^[a-z]*$' },
  {},
);
const PARAMETERS: Record<string, fc.Arbitrary<object>> = {
  path: fc.constantFrom<object>({ type: 'string' }, { type: 'array', items: { type: 'string' } }, {}),
  url: fc.constantFrom<object>(
    { type: 'string', format: 'uri' },
    { type: 'array', items: { type: 'string' } },
  ),
  action: fc.constantFrom<object>(
    { type: 'string', enum: ['open', 'delete'] },
    { type: 'string', enum: ['1', 'true', 'purge'] },
    { enum: [1, 2] },
  ),
  clear: fc.constantFrom<object>({ type: 'boolean' }, { anyOf: [{ type: 'boolean' }, { type: 'null' }] }),
  dry_run: fc.constant({ type: 'boolean' }),
  amount: fc.constantFrom<object>({ type: 'number' }, { type: 'integer', minimum: 1, maximum: 500 }),
  ids: fc.constant({ type: 'array', items: { type: 'string' } }),
  edits: fc.constantFrom<object>(
    { type: 'array', items: { type: 'object', properties: { path: { type: 'string' } } } },
    { anyOf: [{ type: 'object', properties: { url: { type: 'string' } } }, { type: 'null' }] },
    { $ref: '#/$defs/edit' },
  ),
  limit: fc.constant({ type: 'integer', minimum: 0 }),
  note: text,
  'a.b': text,
  'say "x"\\': text,
  like: text,
};

/** A definition that contains itself. */
const $defs = {
  edit: { type: 'object', properties: { file: { type: 'string' }, next: { $ref: '#/$defs/edit' } } },
};

const schema = fc
  .tuple(fc.record(PARAMETERS, { requiredKeys: [] }), fc.subarray(Object.keys(PARAMETERS)))
  .map(
    ([properties, required]) => ({ type: 'object', properties, required, $defs }) as unknown as JsonObject,
  );

const VALUES = [
  '/w',
  '/w/a',
  '/w/../etc',
  '/w/..',
  '/wicked',
  '/',
  '/w//a',
  '/w/.a',
  '/w/..a',
  '/etc/passwd',
  'w/a',
  '/w/a\\..\\b',
  '/w/a*',
  'https://x.example',
  'https://x.example/p',
  'https://x.example@evil.example/',
  'https://x.example.evil',
  'http://x.example?q',
  'https://a.x.example/',
  'ftp://x.example',
  'open',
  'delete',
  'DELETE',
  'purge',
  '1',
  'true',
  'false',
  '',
  'abcdefgh',
  'x\ny',
  '𝒳✓',
  true,
  false,
  null,
  0,
  1,
  2,
  5,
  10,
  11,
  25,
  26,
  100,
  101,
  1000.5,
  -1,
  1e21,
  [],
  ['a'],
  ['/w/a', '/etc'],
  ['/w/a'],
  ['https://x.example/'],
  Array.from({ length: 30 }, () => 'a'),
  ['delete'],
  {},
  { a: 1 },
] as const;
const args = fc.dictionary(
  fc.constantFrom(...Object.keys(PARAMETERS), 'other'),
  fc.constantFrom<unknown>(...VALUES),
  { maxKeys: 6 },
) as fc.Arbitrary<JsonObject>;

const judged: fc.Arbitrary<ToolToJudge> = fc
  .record({
    name: fc.constantFrom('act', 'a b/c.d', 'x"y\\', '✓', 'tool'),
    category: fc.constantFrom(...CATEGORIES),
    riskLevel: fc.constantFrom(...RISK_LEVELS),
    flags: fc.subarray([...FLAGS]),
    inputSchema: schema,
  })
  .map(({ name, inputSchema, ...more }) => ({ name, inputSchema, classification: verdict(more) }));

const scenario = fc.record({
  tools: fc.uniqueArray(judged, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
  posture: fc.constantFrom(...POSTURES),
  root: fc.constantFrom(undefined, '/w', '/', '/home/ada*x'.replace('*', '')),
  hosts: fc.constantFrom(undefined, ['x.example'], ['x.example', '*.x.example']),
  calls: fc.array(fc.record({ which: fc.nat(2), arguments: args, times: fc.constantFrom(1, 1, 1, 12) }), {
    minLength: 1,
    maxLength: 6,
  }),
});

const ORDER = ['allow', 'ask', 'deny'] as const;
const NOW = Date.parse('2026-03-01T12:00:00Z');

/** The neutral rules that a target renders, with all their requirements or with the guards alone. */
function neutral(
  resolved: readonly Resolved[],
  rules: ReadonlyMap<string, Record<Resolved['source'], Rule>>,
  guardsOnly: boolean,
) {
  return simulateRules(
    new Map(
      resolved.map(({ tool, source, shortfalls }) => {
        const neutralRule = rules.get(tool)![source];
        // Where a person looks at every call, there is nothing left to count.
        const uncounted = shortfalls.some(({ kind, action }) => kind === 'no-limit' && action === 'ask');
        const rule = uncounted ? { ...neutralRule, action: 'ask' as const } : neutralRule;
        const requirements = rule.requirements.filter(({ purpose }) => !guardsOnly || purpose === 'guard');
        return [tool, { ...rule, requirements }];
      }),
    ),
  );
}

it.each(SIMULATED)(
  '%s does with a call what the neutral rule does, or says that it is stricter',
  async (target: Simulated) => {
    const emitter = EMITTERS.find(({ id }) => id === target)!;
    await fc.assert(
      fc.asyncProperty(scenario, async ({ tools, posture, root, hosts, calls }) => {
        const policy = recommendPolicy('s', tools, posture, { root, hosts });
        const emitted = await simulate(emitter.emit(policy), target);
        const resolved = resolve(policy, emitter);
        const rules = new Map(
          policy.decisions.map((decision): [string, Record<Resolved['source'], Rule>] => [
            decision.tool,
            { blanket: decision, 'by-argument': decision.byArgument ?? decision },
          ]),
        );
        const atLeast = neutral(resolved, rules, true);
        const inFull = neutral(resolved, rules, false);
        // A guard that the target cannot hold is left to a person, who is told of it.
        const leftToPerson = new Set(
          resolved
            .filter(
              ({ action, shortfalls }) =>
                action === 'ask' && shortfalls.some(({ kind }) => kind === 'no-arguments'),
            )
            .map(({ tool }) => tool),
        );
        const announced = notes(emitter, [policy]).length > 0;
        for (const { which, arguments: given, times } of calls) {
          const tool = which < tools.length ? tools[which]!.name : 'never listed';
          for (let i = 0; i < times; i++) {
            const call = { tool, server: 's', arguments: given };
            const is = ORDER.indexOf(emitted(call, NOW).verdict);
            const guarded = ORDER.indexOf(atLeast(call, NOW).verdict);
            const least = leftToPerson.has(tool) ? Math.min(guarded, ORDER.indexOf('ask')) : guarded;
            const full = ORDER.indexOf(inFull(call, NOW).verdict);
            expect([call, is >= least]).toEqual([call, true]);
            if (is > full) expect([call, announced]).toEqual([call, true]);
          }
        }
      }),
      { numRuns: POLICIES, seed: 20260301 },
    );
  },
);
