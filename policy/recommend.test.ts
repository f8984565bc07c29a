import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../catalogue/json.ts';
import type { Classification } from '../catalogue/records.ts';
import { ACTIONS, CATEGORIES, FLAGS, POSTURES, RISK_LEVELS, type Posture } from '../catalogue/vocabulary.ts';
import { EMITTERS, recommend, recommendPolicy } from './index.ts';
import { strictness } from './recommend.ts';
import { holds } from './requirement.ts';
import { verdict } from './testing/verdict.ts';

function strictnessOf(classification: Classification, posture: Posture): number {
  const { action, limit } = recommend('x', classification, posture);
  return strictness(action === 'limit' ? { perMinute: limit!.max } : action);
}

const flags = fc.subarray([...FLAGS]);
const severity = fc.record({ category: fc.nat(3), riskLevel: fc.nat(3) });

const finding = (pointer: string, quote: string): Classification['findings'][number] => ({
  ruleId: 'r',
  outcome: 'observed',
  effect: 'decides',
  evidence: [{ pointer, start: 0, end: quote.length, quote }],
});

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

  it('asks before stored secrets are handed out, and says so', () => {
    const secrets = verdict({
      category: 'Read',
      riskLevel: 'Medium',
      moves: [{ direction: 'up', reason: 'handles-secrets', findings: [] }],
    });
    const why = { because: expect.stringContaining('hands out secrets') };
    expect(recommend('get_env', secrets, 'strict')).toMatchObject({ action: 'ask', ...why });
    expect(recommend('get_env', secrets, 'balanced')).toMatchObject({ action: 'ask', ...why });
    expect(recommend('get_env', secrets, 'permissive')).toMatchObject({ action: 'limit', ...why });
  });

  it('does not let a tool run freely whose text tries to steer its reader', () => {
    const steering: Classification['findings'][number] = {
      ruleId: 'instructs-reader',
      outcome: 'observed',
      effect: 'noted',
      evidence: [],
    };
    const poisoned = verdict({ category: 'Read', riskLevel: 'Low', findings: [steering] });
    const actions = POSTURES.map((posture) => recommend('x', poisoned, posture).action);
    expect(actions).toEqual(['hide', 'ask', 'ask']);
    expect(recommend('x', poisoned, 'balanced').because).toContain('tries to steer');
    const mentioned = verdict({
      category: 'Read',
      riskLevel: 'Low',
      findings: [{ ...steering, outcome: 'mentioned' }],
    });
    expect(recommend('x', mentioned, 'balanced').action).toBe('allow');
  });

  it('says what makes it ask before a command that nothing confines', () => {
    const shell = verdict({
      category: 'Execute',
      riskLevel: 'High',
      moves: [{ direction: 'up', reason: 'host-code', findings: [] }],
    });
    expect(recommend('sh', shell, 'balanced').because).toContain('nothing confines');
  });

  it('rests on the findings that made the verdict, and on no others', () => {
    const effects = ['decides', 'noted', 'raises', 'supports', 'lowers', 'overruled', 'flags'] as const;
    const findings = effects.map((effect) => ({
      ruleId: effect,
      outcome: 'observed' as const,
      effect,
      evidence: [],
    }));
    expect(recommend('x', verdict({ findings }), 'balanced').findings).toEqual([0, 2, 4]);
  });

  it('knows every action by its strictness', () => {
    const values = ACTIONS.map((action) => strictness(action === 'limit' ? { perMinute: 10 } : action));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(new Set(values).size).toBe(ACTIONS.length);
  });
});

describe('recommend with a schema', () => {
  const modes = {
    type: 'object',
    properties: {
      action: { type: 'string', enum: ['create', 'delete', 'info'] },
      clear: { type: 'boolean' },
      where: { type: 'string' },
    },
  } as const;
  const inputSchema = modes as unknown as JsonObject;
  const destructive = verdict({ category: 'Destructive', riskLevel: 'High' });

  it('keeps the harmless modes of a multi-mode tool, beside the blanket rule', () => {
    const { action, constraints, byArgument } = recommend('store', destructive, 'balanced', { inputSchema });
    expect({ action, constraints }).toEqual({ action: 'ask', constraints: [] });
    expect(byArgument).toMatchObject({ action: 'limit', limit: { window: 'minute', max: 10 } });
    expect(byArgument!.because).toContain('action = delete or clear = true');
    expect(byArgument!.permits).toContain('action may not be delete');
  });

  it.each([
    ['a name that destroys by itself', 'purge_store', {}],
    [
      'a verdict that rests on other words',
      'store',
      { findings: [finding('/description', 'wipes the disk')] },
    ],
  ])('does not trust the modes beside %s', (_why, name, more) => {
    const { byArgument } = recommend(name, { ...destructive, ...more }, 'balanced', { inputSchema });
    expect(byArgument?.action).toBe('ask');
  });

  it('does not trust the modes beside an argument that takes commands', () => {
    const properties = { ...modes.properties, command: { type: 'string' } };
    const withCommand = { ...modes, properties } as unknown as JsonObject;
    expect(recommend('store', destructive, 'balanced', { inputSchema: withCommand }).byArgument?.action).toBe(
      'ask',
    );
  });

  it('asks before a command that nothing stated confines, in every posture', () => {
    const shell = verdict({
      category: 'Execute',
      riskLevel: 'High',
      moves: [
        { direction: 'up', reason: 'host-code', findings: [] },
        { direction: 'down', reason: 'bounded-process', findings: [] },
      ],
    });
    for (const posture of POSTURES) expect(recommend('sh', shell, posture).action).toBe('ask');
  });

  it('never gives a more dangerous classification, or a stricter posture, a looser rule by argument', () => {
    fc.assert(
      fc.property(severity, severity, flags, flags, (a, b, some, more) => {
        const at = (c: number, l: number, f: Classification['flags'], posture: Posture) => {
          const judged = verdict({ category: CATEGORIES[c]!, riskLevel: RISK_LEVELS[l]!, flags: f });
          const decision = recommend('store', judged, posture, { inputSchema });
          const rule = decision.byArgument ?? decision;
          return {
            strict: strictness(rule.action === 'limit' ? { perMinute: rule.limit!.max } : rule.action),
            deletes:
              rule.action !== 'deny' &&
              rule.action !== 'hide' &&
              rule.requirements.every((r) => holds(r, { action: 'delete' })),
            destructive: c === 3,
          };
        };
        // Categories with the same modes compare: below Destructive nothing is known to be stopped.
        const c = b.category;
        for (const posture of POSTURES) {
          const low = at(c, Math.min(a.riskLevel, b.riskLevel), some, posture);
          const high = at(c, Math.max(a.riskLevel, b.riskLevel), [...some, ...more], posture);
          expect(high.strict).toBeGreaterThanOrEqual(low.strict);
          if (posture !== 'permissive') expect(high.destructive && high.deletes).toBe(false);
        }
        const [strict, balanced, permissive] = POSTURES.map(
          (posture) => at(c, b.riskLevel, some, posture).strict,
        );
        expect(strict).toBeGreaterThanOrEqual(balanced!);
        expect(balanced).toBeGreaterThanOrEqual(permissive!);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('knows a path argument by its name, and both ends of a move of files', () => {
    const schema = (...names: string[]) =>
      ({
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
      }) as JsonObject;
    const guarded = (tool: string, ...names: string[]) =>
      recommend(tool, verdict(), 'balanced', { inputSchema: schema(...names), root: '/w' }).requirements.map(
        ({ argument }) => argument,
      );
    expect(guarded('x', 'path', 'outputDir', 'file_name', 'profile', 'xpath')).toEqual([
      'path',
      'outputDir',
      'file_name',
    ]);
    expect(guarded('move_file', 'source', 'destination')).toEqual(['source', 'destination']);
    expect(guarded('send_money', 'source', 'destination')).toEqual([]);
  });

  it('caps what a bulk tool touches in one call, and money', () => {
    const properties = {
      ids: { type: 'array' },
      batch_size: { type: 'integer' },
      issue_number: { type: 'integer' },
      amount: { type: 'number' },
    };
    const capped = (posture: Posture) =>
      recommend(
        'x',
        verdict({ category: 'Write', riskLevel: 'High', flags: ['bulk', 'financial'] }),
        posture,
        {
          inputSchema: { type: 'object', properties } as JsonObject,
        },
      )
        .byArgument!.requirements.filter(({ purpose }) => purpose === 'guard')
        .map(({ argument, check }) => [argument, check]);
    expect(capped('balanced')).toEqual([
      ['ids', { kind: 'items', max: 25 }],
      ['batch_size', { kind: 'range', max: 25 }],
      ['amount', { kind: 'range', min: 0, max: 100 }],
    ]);
    expect(capped('permissive')[0]).toEqual(['ids', { kind: 'items', max: 100 }]);
  });

  it('holds paths to a root and URLs to hosts, as the record can say it or not', () => {
    const schema = {
      type: 'object',
      properties: { outputPath: { type: 'string' }, url: { type: 'string' } },
    } as JsonObject;
    const { requirements, permits } = recommend('save', verdict(), 'balanced', {
      inputSchema: schema,
      root: '/w',
      hosts: ['a.example'],
    });
    const passes = (args: JsonObject) => requirements.every((requirement) => holds(requirement, args));
    expect(permits).toContain('outputPath must stay under /w');
    for (const outputPath of ['/w', '/w/', '/w/a/b', '/w/.a', '/w/..a', '/w/a.b'])
      expect([outputPath, passes({ outputPath })]).toEqual([outputPath, true]);
    for (const outputPath of [
      '/',
      '/wx',
      '/w/..',
      '/w/../x',
      '/w/./x',
      'w',
      '/w//x',
      '/w\\x',
      '/w/a\n',
      '',
      5,
      ['/w'],
    ])
      expect([outputPath, passes({ outputPath })]).toEqual([outputPath, false]);
    for (const url of ['https://a.example', 'http://a.example/x', 'https://a.example?x'])
      expect([url, passes({ url })]).toEqual([url, true]);
    for (const url of [
      'https://a.example.b',
      'https://a.example@b/',
      'https://a.example:1/',
      'file://a.example',
      'https://b',
      'https://aXexample/',
    ])
      expect([url, passes({ url })]).toEqual([url, false]);
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
