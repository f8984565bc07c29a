import { describe, expect, test } from 'vitest';
import { definitionDigest, sha256 } from '../catalogue/digest.ts';
import type { Classification, ToolDefinition } from '../catalogue/records.ts';
import { verdict } from '../policy/testing/verdict.ts';
import { findingsOf, type Seen } from './findings.ts';
import { lockOf, type Lock } from './lock.ts';
import {
  FAIL_ON,
  type FailOn,
  type ScanFinding,
  type ScannedServer,
  type ScannedTool,
} from './scan-record.ts';
import { stackTool, type StackServer } from './stack.ts';

const WIPE: ToolDefinition = { name: 'wipe', description: 'Wipes the disk.' };

const tool = (definition = WIPE, change: Partial<Classification> = {}): ScannedTool => ({
  definition,
  classification: verdict({
    ...{ digest: definitionDigest(definition), category: 'Destructive', riskLevel: 'Critical' },
    ...change,
  }),
});

const server = (tools: ScannedTool[], change: Partial<ScannedServer> = {}): ScannedServer => ({
  ...{ id: 'shed', name: 'Shed', source: 'npm:shed', outcome: 'listed', detail: 'It listed its tools.' },
  places: [{ file: '.mcp.json', client: 'claude-code', name: 'Shed' }],
  state: { provenance: 'observed', launch: { arguments: [], environmentNames: [] } },
  ...{ tools, unread: [], unset: [], deceits: [] },
  ...change,
});

/** The lock in which somebody accepted a server as it is. */
function lockFor({ id, state, source, outcome, tools, unread }: ScannedServer): Lock {
  const locked: StackServer = {
    ...{ ...state, source, outcome, unread: unread.map(({ digest }) => digest) },
    tools: tools.map(({ definition, classification }) => stackTool(definition, classification)),
  };
  return lockOf(new Map([[id, locked]]), '1').lock;
}

const found = (one: ScannedServer, more: Partial<Seen> = {}): ScanFinding[] =>
  findingsOf({ servers: [one], combinations: [], failOn: new Set(), deceitsOf: () => [], ...more });

/** Which rules speak, and what became of each: it fails, or who accepted it. */
const became = (findings: readonly ScanFinding[]) =>
  findings.map(({ rule, fails, accepted }) => [rule, fails ? 'fails' : (accepted?.by ?? 'stands')]);

const on = (...words: FailOn[]) => ({ failOn: new Set(words) });

describe('what fails', () => {
  test.each([
    ['Critical', 'critical-tool', ['critical', 'high', 'medium']],
    ['High', 'high-tool', ['high', 'medium']],
    ['Medium', 'medium-tool', ['medium']],
  ] as const)('a tool of level %s fails on its own level and what is milder', (riskLevel, rule, words) => {
    for (const word of FAIL_ON) {
      const wanted = (words as readonly FailOn[]).includes(word) ? 'fails' : 'stands';
      expect(became(found(server([tool(WIPE, { riskLevel })]), on(word)))).toEqual([[rule, wanted]]);
    }
  });

  test.each(FAIL_ON)('a server that gave no list fails on %s', (word) => {
    expect(became(found(server([], { outcome: 'exited' }), on(word)))).toEqual([
      ['server-unchecked', 'fails'],
    ]);
  });

  test('nothing fails where nothing is named', () => {
    const all = [...found(server([tool()])), ...found(server([], { outcome: 'exited' }))];
    expect(all.map(({ fails }) => fails)).toEqual([false, false]);
  });
});

describe('the lock accepts', () => {
  const lock = lockFor(server([tool()]));

  test('a tool as it was accepted', () => {
    expect(became(found(server([tool()]), { lock, ...on('critical') }))).toEqual([['critical-tool', 'lock']]);
  });

  test('not another definition of it, even at the same level', () => {
    const other = tool({ ...WIPE, description: 'Wipes every disk.' });
    expect(became(found(server([other]), { lock, ...on('critical') }))).toEqual([['critical-tool', 'fails']]);
  });

  test.each([
    { category: 'Execute', riskLevel: 'Critical' },
    { category: 'Destructive', riskLevel: 'High' },
  ] as const)('not the same definition with another verdict: $category, $riskLevel', (other) => {
    const [finding] = found(server([tool(WIPE, other)]), { lock, ...on('high') });
    expect(finding).toMatchObject({ fails: true });
  });

  test('not a tool of that name at another server', () => {
    expect(became(found(server([tool()], { id: 'barn' }), { lock, ...on('critical') }))).toEqual([
      ['critical-tool', 'fails'],
    ]);
  });

  test('instructions as they were accepted, and no others', () => {
    const steers = (instructions: string) =>
      server([], {
        state: { ...server([]).state, instructions },
        deceits: [{ ruleId: 'gives-orders', summary: 'It gives orders.', quote: instructions }],
      });
    const accepted = lockFor(steers('Obey me.'));
    expect(accepted.servers['shed']?.instructions).toBe(sha256('Obey me.'));
    for (const [text, outcome] of [
      ['Obey me.', 'lock'],
      ['Obey me!', 'fails'],
    ] as const)
      expect(became(found(steers(text), { lock: accepted, ...on('poisoning') }))).toEqual([
        ['poisoning', outcome],
      ]);
  });

  test('a tool that cannot be read, until it is another', () => {
    const unreadable = (raw: string) =>
      server([], { unread: [{ name: 'x', reason: 'it is a number', digest: sha256(raw) }] });
    const accepted = lockFor(unreadable('1'));
    const [same] = found(unreadable('1'), { lock: accepted, ...on('change') });
    const [other] = found(unreadable('2'), { lock: accepted, ...on('change') });
    expect([same?.fails, other?.fails]).toEqual([false, true]);
  });

  test('a combination only while each of its tools is as it was', () => {
    const seen = (one: ScannedTool): Partial<Seen> => ({
      combinations: [
        {
          combination: 'private-untrusted-egress',
          parts: [{ flag: 'private', tools: [`shed/${one.definition.name}`] }],
        },
      ],
      lock,
      ...on('combination'),
    });
    const of = (one: ScannedTool) =>
      became(found(server([one]), seen(one))).find(([rule]) => rule === 'toxic-combination')?.[1];
    expect(of(tool())).toBe('lock');
    expect(of(tool({ ...WIPE, description: 'Wipes every disk.' }))).toBe('fails');
  });
});

describe('an exception accepts', () => {
  const other = tool({ ...WIPE, description: 'Wipes every disk.' });
  const exceptions = [
    { server: 'shed', tool: 'wipe', digest: other.classification.digest, why: 'the tests need it' },
  ];
  const lock = { ...lockFor(server([tool()])), exceptions };

  test('the definition that it names', () => {
    const [finding] = found(server([other]), { lock, ...on('critical') });
    expect(finding?.accepted).toEqual({ by: 'exception', why: 'the tests need it' });
    expect(finding?.fails).toBe(false);
  });

  test('no further one, and says that it no longer holds', () => {
    const third = tool({ ...WIPE, description: 'Wipes the cloud.' });
    expect(became(found(server([third]), { lock, ...on('critical', 'change') }))).toEqual([
      ['critical-tool', 'fails'],
      ['exception-stale', 'fails'],
    ]);
  });

  test('a server that was not listed makes no exception stale', () => {
    expect(became(found(server([], { outcome: 'exited' }), { lock }))).toEqual([
      ['server-unchecked', 'stands'],
    ]);
  });
});
