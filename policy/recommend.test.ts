import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classification } from '../catalogue/records.ts';
import { ACTIONS, CATEGORIES, FLAGS, POSTURES, RISK_LEVELS, type Posture } from '../catalogue/vocabulary.ts';
import { EMITTERS, recommend, recommendPolicy } from './index.ts';
import { strictness } from './recommend.ts';
import { verdict } from './testing/verdict.ts';

function strictnessOf(classification: Classification, posture: Posture): number {
  const { action, limit } = recommend('x', classification, posture);
  return strictness(action === 'limit' ? { perMinute: limit!.max } : action);
}

const flags = fc.subarray([...FLAGS]);
const severity = fc.record({ category: fc.nat(3), riskLevel: fc.nat(3) });

describe('recommend', () => {
  it('never gives a more dangerous classification a looser decision', () => {
    fc.assert(
      fc.property(
        severity,
        severity,
        flags,
        flags,
        fc.constantFrom(...POSTURES),
        (a, b, some, more, posture) => {
          const at = (c: number, l: number, f: Classification['flags']) =>
            strictnessOf(
              verdict({ category: CATEGORIES[c]!, riskLevel: RISK_LEVELS[l]!, flags: f }),
              posture,
            );
          const low = at(Math.min(a.category, b.category), Math.min(a.riskLevel, b.riskLevel), some);
          const high = at(Math.max(a.category, b.category), Math.max(a.riskLevel, b.riskLevel), [
            ...some,
            ...more,
          ]);
          expect(high).toBeGreaterThanOrEqual(low);
        },
      ),
    );
  });

  it('never allows more in a stricter posture', () => {
    fc.assert(
      fc.property(severity, flags, ({ category, riskLevel }, some) => {
        const c = verdict({
          category: CATEGORIES[category]!,
          riskLevel: RISK_LEVELS[riskLevel]!,
          flags: some,
        });
        const [strict, balanced, permissive] = POSTURES.map((posture) => strictnessOf(c, posture));
        expect(strict).toBeGreaterThanOrEqual(balanced!);
        expect(balanced).toBeGreaterThanOrEqual(permissive!);
      }),
    );
  });

  it('asks or denies anything above Medium in the strict posture', () => {
    for (const category of CATEGORIES)
      for (const riskLevel of ['High', 'Critical'] as const)
        expect(['ask', 'deny', 'hide']).toContain(
          recommend('x', verdict({ category, riskLevel }), 'strict').action,
        );
  });

  it('stops what is Critical in every posture', () => {
    for (const category of CATEGORIES)
      for (const posture of POSTURES)
        expect(['ask', 'deny', 'hide']).toContain(
          recommend('x', verdict({ category, riskLevel: 'Critical' }), posture).action,
        );
  });

  it('asks before money moves, and says so', () => {
    const decision = recommend(
      'pay',
      verdict({ category: 'Write', riskLevel: 'High', flags: ['financial'] }),
      'balanced',
    );
    expect(decision).toMatchObject({ action: 'ask', because: expect.stringContaining('moves money') });
  });

  it('knows every action by its strictness', () => {
    const values = ACTIONS.map((action) => strictness(action === 'limit' ? { perMinute: 10 } : action));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(new Set(values).size).toBe(ACTIONS.length);
  });
});

/** The file that the reference pages recommend, with the tool's name put in. */
const limited = (tool: string, max: number) => `{
  "version": "1",
  "default": "deny",
  "tools": {
    "${tool}": {
      "limits": [
        {
          "counter": "${tool}_rate",
          "window": "minute",
          "max": ${max},
          "scope": "grant"
        }
      ]
    }
  }
}
`;

describe('policy.json', () => {
  const policylayer = EMITTERS.find(({ id }) => id === 'policylayer');
  const emit = (name: string, more: Partial<Classification>, posture: Posture = 'balanced') =>
    policylayer!.emit(recommendPolicy('s', [{ name, classification: verdict(more) }], posture));

  it.each([
    ['sync', 'Write', 'Medium', 30],
    ['add_packages', 'Write', 'Medium', 30],
    ['create_session', 'Write', 'Medium', 30],
    ['run_in_venv', 'Execute', 'High', 10],
  ] as const)('of %s is the published one, byte for byte', (name, category, riskLevel, max) => {
    expect(emit(name, { category, riskLevel })).toBe(limited(name, max));
  });

  it('of a tool with a destructive mode that can be undone asks a human', () => {
    expect(JSON.parse(emit('python_venv', { category: 'Destructive', riskLevel: 'High' }))).toEqual({
      version: '1',
      default: 'deny',
      tools: { python_venv: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] } },
    });
  });

  it('hides what destroys, and allows what only reads', () => {
    expect(JSON.parse(emit('wipe', { category: 'Destructive', riskLevel: 'Critical' }))).toEqual({
      version: '1',
      default: 'deny',
      hide: ['wipe'],
    });
    expect(JSON.parse(emit('get', {}))).toEqual({ version: '1', default: 'deny', tools: { get: {} } });
  });

  it('is valid for every verdict, posture and name', () => {
    const name = fc.oneof(
      fc.constant('__proto__'),
      fc.string({ minLength: 1 }).filter((text) => text !== '*'),
    );
    fc.assert(
      fc.property(
        name,
        severity,
        flags,
        fc.constantFrom(...POSTURES),
        (tool, { category, riskLevel }, some, posture) => {
          const text = emit(
            tool,
            { category: CATEGORIES[category]!, riskLevel: RISK_LEVELS[riskLevel]!, flags: some },
            posture,
          );
          expect(policylayer!.validate(text)).toEqual([]);
          const file = JSON.parse(text) as { hide?: string[]; tools?: object };
          expect(file.hide ?? Object.keys(file.tools!)).toEqual([tool]);
        },
      ),
    );
  });

  it.each([
    '',
    '{"version":"1"}',
    '{"version":"1","default":"deny","tols":{}}',
    '{"version":"2","default":"deny"}',
  ])('that is broken (%s) is told apart', (text) => {
    expect(policylayer!.validate(text)).not.toEqual([]);
  });
});
