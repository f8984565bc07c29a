import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Change, type Verdict } from './change-records.ts';
import {
  compareServers,
  compareStates,
  compareTools,
  definitionDiff,
  type State,
  type ToolState,
} from './changes.ts';
import { definitionDigest } from './digest.ts';
import { fieldDiff } from './field-diff.ts';
import type { Json, JsonObject } from './json.ts';
import type { ToolDefinition } from './records.ts';

const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  ...{ classifierVersion: '1', category: 'Read', riskLevel: 'Low', flags: [], ...more },
});
const tool = (definition: ToolDefinition, judged?: Verdict): ToolState => ({
  digest: definitionDigest(definition),
  definition,
  ...(judged === undefined ? {} : { verdict: judged }),
});
const state = (more: Partial<State> = {}): State => ({
  ...{ provenance: 'observed', outcome: 'listed', tools: [] },
  launch: { arguments: [], environmentNames: [] },
  ...more,
});

describe('compareTools', () => {
  it('tells added, removed and redefined tools apart by their names', () => {
    const changes = compareTools(
      [tool({ name: 'same' }), tool({ name: 'gone' }), tool({ name: 'other', description: 'a' })],
      [tool({ name: 'other', description: 'b' }), tool({ name: 'new' }), tool({ name: 'same' })],
    );
    expect(changes.map(({ kind, ...rest }) => [kind, (rest as { tool: string }).tool])).toEqual([
      ['redefined', 'other'],
      ['added', 'new'],
      ['removed', 'gone'],
    ]);
    for (const change of changes) expect(Change.parse(change)).toEqual(change);
  });

  const judged: [what: string, before: Partial<Verdict>, after: Partial<Verdict>, raises: boolean][] = [
    ['a higher level', {}, { riskLevel: 'High' }, true],
    ['a worse category', {}, { category: 'Write' }, true],
    ['a new flag', {}, { flags: ['egress'] }, true],
    ['a lower level', { riskLevel: 'High' }, {}, false],
    ['the same verdict', {}, {}, false],
  ];
  test.each(judged)('%s', (_what, before, after, raises) => {
    const [redefined, reclassified] = compareTools(
      [tool({ name: 'a' }, verdict(before))],
      [tool({ name: 'a', title: 'A' }, verdict(after))],
    );
    expect(redefined).toMatchObject({ kind: 'redefined', raisesRisk: raises });
    const isOther = before.riskLevel !== after.riskLevel || before.category !== after.category;
    expect(reclassified?.kind).toBe(isOther ? 'reclassified' : undefined);
    if (isOther) expect(reclassified).toMatchObject({ cause: 'definition', raisesRisk: raises });
  });

  it('knows no rise where a verdict is missing', () => {
    const [redefined] = compareTools([tool({ name: 'a' }, verdict())], [tool({ name: 'a', title: 'A' })]);
    expect(redefined?.raisesRisk).toBeNull();
    const [added] = compareTools([], [tool({ name: 'a' })]);
    expect(added?.raisesRisk).toBeNull();
  });

  it('says why a verdict is another', () => {
    const old = tool({ name: 'a' }, verdict());
    const risen = verdict({ riskLevel: 'High', classifierVersion: '2' });
    expect(compareTools([old], [tool({ name: 'a' }, risen)])).toMatchObject([
      { kind: 'reclassified', cause: 'classifier', raisesRisk: true },
    ]);
    expect(compareTools([old], [tool({ name: 'a', title: 'A' }, risen)])[1]).toMatchObject({ cause: 'both' });
  });

  it('counts an added tool as a risk where it is High or worse', () => {
    const added = (riskLevel: Verdict['riskLevel']) =>
      compareTools([], [tool({ name: 'a' }, verdict({ riskLevel }))])[0]?.raisesRisk;
    expect([added('Low'), added('Medium'), added('High'), added('Critical')]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('definitionDiff', () => {
  it('names the part and the parameter of each field', () => {
    const schema = (properties: JsonObject, required: string[] = []) => ({
      type: 'object',
      properties,
      required,
    });
    const { fields } = definitionDiff(
      {
        name: 'a',
        description: 'Reads.',
        inputSchema: schema({ path: { type: 'string' }, old: {} }),
        annotations: { readOnlyHint: true, vendor: 1 },
      },
      {
        name: 'a',
        description: 'Reads\u200b all.',
        inputSchema: schema({ path: { type: 'string', default: '/' }, 'a/b': {} }, ['path']),
        annotations: { readOnlyHint: false, vendor: 2 },
        outputSchema: { type: 'object' },
      },
    );
    const text = (value: string) => ({ type: 'text', text: value, skipped: 0, omitted: 0 });
    const json = (value: string) => ({ type: 'json', text: value, omitted: 0 });
    expect(fields).toEqual([
      { pointer: '/annotations/readOnlyHint', part: 'hint', before: json('true'), after: json('false') },
      { pointer: '/annotations/vendor', part: 'annotation', before: json('1'), after: json('2') },
      {
        pointer: '/description',
        part: 'description',
        before: text('Reads.'),
        after: text('Reads\u200b all.'),
      },
      {
        pointer: '/inputSchema/properties/a~1b',
        part: 'input',
        parameter: 'a/b',
        before: null,
        after: json('{}'),
      },
      {
        pointer: '/inputSchema/properties/old',
        part: 'input',
        parameter: 'old',
        before: json('{}'),
        after: null,
      },
      { pointer: '/inputSchema/properties/path/default', part: 'input', parameter: 'path', before: null, after: text('/') }, // prettier-ignore
      { pointer: '/inputSchema/required', part: 'input', before: json('[]'), after: json('["path"]') },
      { pointer: '/outputSchema', part: 'output', before: null, after: json('{"type":"object"}') },
    ]);
  });

  it('shows of long texts what differs, and cuts no character in two', () => {
    const long = '😀'.repeat(30_000);
    const { fields } = definitionDiff(
      { name: 'a', description: `${long}old${long}` },
      { name: 'a', description: `${long}new${long}` },
    );
    type Text = { type: 'text'; text: string; skipped: number; omitted: number };
    const [before, after] = [fields[0]?.before, fields[0]?.after] as [Text, Text];
    expect(before.text).toContain('old');
    expect(after.text).toContain('new');
    expect(before.skipped).toBe(after.skipped);
    expect(before.skipped + before.text.length + before.omitted).toBe(120_003);
    expect(before.text.length).toBeLessThanOrEqual(6000);
    expect(before.text.isWellFormed() && after.text.isWellFormed()).toBe(true);
  });
});

describe('fieldDiff', () => {
  it('writes a value with its keys in order, and no deeper than people read', () => {
    const after = (value: Json) => fieldDiff({}, { x: value }).fields[0]?.after;
    expect(after({ b: 1, a: [{ d: 1, c: 2 }] })?.text).toBe('{"a":[{"c":2,"d":1}],"b":1}');
    const nested = (levels: number) => Array.from({ length: levels }).reduce<Json>((inner) => [inner], 0);
    expect(after(nested(64))).toMatchObject({ text: `${'['.repeat(64)}0${']'.repeat(64)}`, omitted: 0 });
    expect(after(nested(65))).toMatchObject({ text: `${'['.repeat(64)}…${']'.repeat(64)}`, omitted: 1 });
  });

  it('is empty exactly where canonical values are equal', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(fieldDiff(one as never, structuredClone(one) as never).fields).toEqual([]);
        const differ = definitionDigest(wrap(one)) !== definitionDigest(wrap(other));
        expect(fieldDiff(one as never, other as never).fields.length > 0).toBe(differ);
      }),
    );
    function wrap(inner: unknown): ToolDefinition {
      return { name: 'a', inputSchema: { inner } as JsonObject };
    }
  });

  it('is bounded whatever it is given', () => {
    const wide = (n: number) => Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, n]));
    const { fields, moreFields } = fieldDiff(wide(1), wide(2));
    expect([fields.length, moreFields]).toEqual([100, 4900]);
    let deep: JsonObject = { end: 1 };
    let other: JsonObject = { end: 2 };
    for (let i = 0; i < 10_000; i++) [deep, other] = [{ deep }, { deep: other }];
    const [change] = fieldDiff(deep, other).fields;
    expect(JSON.stringify(change).length).toBeLessThan(2000);
    const texts = (text: string) =>
      Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`k${i}`, text.repeat(5000)]));
    const many = fieldDiff(texts('a'), texts('b'));
    expect(many.fields.length + many.moreFields).toBe(90);
    expect(JSON.stringify(many).length).toBeLessThan(120_000);
    const key = 'k'.repeat(100_000);
    const [named] = fieldDiff({ [key]: 1 }, { [key]: 2 }).fields;
    expect(named?.pointer).toBe('');
    expect(JSON.stringify(named).length).toBeLessThan(5000);
  });

  it('takes no member from a prototype', () => {
    const evil = JSON.parse('{"__proto__":{"a":1}}') as JsonObject;
    expect(fieldDiff({}, evil).fields).toMatchObject([{ pointer: '/__proto__', before: null }]);
  });
});

describe('compareServers', () => {
  const npm = (version: string, integrity: string) =>
    state({ package: { type: 'npm', name: 'p', version, integrity } });

  it('tells what the server is from how it was asked', () => {
    const asked = state({ launch: { arguments: ['--all'], environmentNames: [], sandbox: 'none' } });
    expect(compareServers(state(), { ...asked, instructions: 'Obey.' })).toMatchObject([
      { kind: 'server', fields: [{ pointer: '/instructions', before: null }], raisesRisk: false },
      { kind: 'circumstances', fields: [{ pointer: '/launch/arguments' }] },
    ]);
  });

  it('tells that install scripts had run', () => {
    const built = state({ launch: { arguments: [], environmentNames: [], installScripts: true } });
    expect(compareServers(state(), built)).toMatchObject([
      { kind: 'circumstances', fields: [{ pointer: '/launch/installScripts', before: null }] },
    ]);
  });

  it('takes other contents under the same version for a risk', () => {
    expect(compareServers(npm('1', 'x'), npm('1', 'y'))).toMatchObject([{ raisesRisk: true }]);
    expect(compareServers(npm('1', 'x'), npm('2', 'y'))).toMatchObject([{ raisesRisk: false }]);
    expect(compareServers(npm('1', 'x'), npm('1', 'x'))).toEqual([]);
  });

  it('is silent about the sandbox, the order of members, and empty circumstances', () => {
    const one = state({ capabilities: { a: 1, b: 2 } });
    const other = state({
      capabilities: { b: 2, a: 1 },
      launch: { arguments: [], environmentNames: [], clientCapabilities: [], sandbox: 'bubblewrap' },
    });
    expect(compareStates(one, other)).toEqual([]);
  });
});

test('an outcome that says nothing of the server is no change', () => {
  const kinds = (before: State['outcome'], after: State['outcome']) =>
    compareStates(state({ outcome: before }), state({ outcome: after })).map(({ kind }) => kind);
  expect(kinds('listed', 'timed-out')).toEqual(['outcome']);
  expect(kinds('listed', 'interrupted')).toEqual([]);
  expect(kinds('not-crawled', 'listed')).toEqual([]);
});
