import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { POSTURES } from '../catalogue/vocabulary.ts';
import { EMITTERS, notes, recommendPolicy, VARIANTS, type Emitter, type Policy } from './index.ts';
import { resolve } from './resolve.ts';
import { jsonSchemas } from './schemas.ts';
import { simulate, SIMULATED } from './simulate.ts';
import { NOTES, SHOP, stack } from './testing/stack.ts';
import { verdict } from './testing/verdict.ts';
import { validateFully } from './validators/index.ts';

const ALL = [...EMITTERS, ...VARIANTS];
const cases = ALL.map((emitter) => [emitter.id, emitter] as const);

it('has one file for each target, named by its id', () => {
  const files = readdirSync(new URL('emitters', import.meta.url)).map((name) => name.replace('.ts', ''));
  expect(ALL.map(({ id }) => id).sort()).toEqual(files.sort());
});

/** What a target gets for the stack: one file, or one for each server. */
function filesOf(emitter: Emitter, policies: readonly Policy[]): string[] {
  return emitter.emitStack ? [emitter.emitStack(policies)] : policies.map((policy) => emitter.emit(policy));
}

describe.each(cases)('%s', (id, emitter) => {
  it('writes the reference stack as agreed', async () => {
    const files = filesOf(emitter, stack());
    const beside = notes(emitter, stack()).map((note) => `- ${note}\n`);
    const golden = [...files, `Notes:\n${beside.join('') || '- none\n'}`].join('\n=====\n');
    await expect(golden).toMatchFileSnapshot(`testing/goldens/${id}.txt`);
  });

  it.each(POSTURES)('writes what its own parser reads (%s)', async (posture) => {
    for (const file of filesOf(emitter, stack(posture))) {
      expect(file).toMatch(/\n$/);
      expect(await validateFully(emitter, file)).toEqual([]);
    }
  });

  it('writes a readable file for an empty server, which allows nothing', async () => {
    const empty: Policy = { server: 'empty', posture: 'balanced', decisions: [] };
    expect(await validateFully(emitter, emitter.emit(empty))).toEqual([]);
  });

  it('reads back whatever names the tools have', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        '__proto__',
        'constructor',
        'no',
        '1e3',
        "it's",
        'a: b',
        '# x',
        '- y',
        '${z}',
        '*',
        'x'.repeat(200),
      ),
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.string({ minLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), async (names) => {
        const tools = names.map((tool) => ({ name: tool, classification: verdict() }));
        const file = emitter.emit(recommendPolicy('s', tools, 'balanced'));
        expect(await validateFully(emitter, file)).toEqual([]);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('never gives a looser rule than it was asked for, and says where it is stricter', () => {
    for (const policy of POSTURES.flatMap(stack)) {
      const resolved = resolve(policy, emitter);
      const strictness = ['allow', 'limit', 'ask', 'deny', 'hide'];
      for (const [i, rule] of resolved.entries()) {
        const decision = policy.decisions[i]!;
        const asked = rule.source === 'by-argument' ? decision.byArgument! : decision;
        const changed = rule.action !== asked.action;
        if (changed) expect(rule.shortfalls.map(({ tool }) => tool)).toContain(rule.tool);
        const only = rule.shortfalls.map(({ kind }) => kind);
        if (strictness.indexOf(rule.action) < strictness.indexOf(asked.action))
          expect(only.some((kind) => kind === 'no-deny' || kind === 'no-hide')).toBe(true);
      }
    }
  });
});

it('has a JSON Schema for every file that is JSON, YAML or TOML', () => {
  const without = EMITTERS.filter(({ id }) => !Object.hasOwn(jsonSchemas(), id)).map(({ id }) => id);
  expect(without).toEqual(['agentcore', 'docker']);
  expect(jsonSchemas().policylayer).toMatchObject({ type: 'object', additionalProperties: false });
});

it('denies a tool that was never classified, and says so', () => {
  const [, shop] = stack();
  const decision = shop!.decisions.find(({ tool }) => tool === 'never_judged')!;
  expect(decision).toMatchObject({ action: 'deny', because: expect.stringContaining('not been classified') });
});

it('never writes a tool called * where a target reads it as all tools', () => {
  const policies = [recommendPolicy('s', [{ name: '*', classification: verdict() }], 'balanced')];
  for (const id of ['policylayer', 'intercept', 'cursor', 'docker', 'agent-governance']) {
    const emitter = EMITTERS.find((one) => one.id === id)!;
    const file = filesOf(emitter, policies).join('').replace(/^#.*$/gm, '');
    expect([id, file.includes('*')]).toEqual([id, false]);
    expect(notes(emitter, policies).join(' ')).toContain('cannot name');
  }
});

it('says which tools wait for a person where there is no prompt, and with which words they are denied', () => {
  for (const id of ['policylayer', 'policylayer-arguments']) {
    const emitter = ALL.find((one) => one.id === id)!;
    const policies = stack('balanced');
    const asked = policies.flatMap((policy) =>
      resolve(policy, emitter).flatMap(({ action, tool }) => (action === 'ask' ? [tool] : [])),
    );
    const said = notes(emitter, policies);
    expect(asked).toContain('read_note');
    expect(said).toContain(
      `${emitter.title} has no prompt. A call of these tools is denied with "Requires human approval." until a person lifts the rule: ${asked.join(', ')}.`,
    );
    expect(said.join(' ')).not.toContain('Ask a human');
  }
  const policies = [recommendPolicy('s', [{ name: 'get', classification: verdict() }], 'balanced')];
  expect(notes(EMITTERS[0]!, policies)).toEqual([]);
});

it.each(SIMULATED)('%s asks a person, or the emitter says with which words it denies', async (id) => {
  const emitter = EMITTERS.find((one) => one.id === id)!;
  const classification = verdict({ category: 'Destructive', riskLevel: 'Critical', flags: [] });
  const policy = recommendPolicy('s', [{ name: 'drop', classification }], 'balanced');
  const decisions = policy.decisions.map((decision) => ({ ...decision, action: 'ask' as const }));
  const asking = { ...policy, decisions };
  const ask = await simulate(emitter.emit(asking), id);
  const { verdict: given, reason } = ask({ tool: 'drop', arguments: {}, server: 's' }, 0);
  const { action } = resolve(asking, emitter)[0]!;
  const expected = action !== 'ask' ? 'deny' : emitter.askDenial === undefined ? 'ask' : 'deny';
  expect(given).toBe(expected);
  if (action === 'ask' && expected === 'deny') expect(reason).toBe(emitter.askDenial);
  if (given === 'deny')
    expect(notes(emitter, [asking]).join(' ')).toMatch(/cannot ask a person|has no prompt/);
});

it('covers every tool of the stack', () => {
  const names = [...NOTES, ...SHOP].map(({ name }) => name);
  expect(stack().flatMap(({ decisions }) => decisions.map(({ tool }) => tool))).toEqual(names);
});
