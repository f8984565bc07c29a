import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { classifyRows } from './classify.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-classify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => join(folder, name);

async function classified(
  text: string | Buffer,
): Promise<{ rows: Record<string, unknown>[]; failed: number }> {
  const [input, output] = [place('in.jsonl'), place('out.jsonl')];
  writeFileSync(input, text);
  const { failed } = await classifyRows({ input, output, ignoreHints: false });
  const written = readFileSync(output, 'utf8');
  return {
    rows: written
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
    failed,
  };
}

const deep = `${'{"items":'.repeat(10_000)}{}${'}'.repeat(10_000)}`;
const ODD_LINES: readonly (readonly [what: string, line: string, error: RegExp])[] = [
  ['nothing', '', /empty/],
  ['spaces', '   ', /empty/],
  ['no JSON', '{"name": ', /not JSON/],
  ['null', 'null', /null/],
  ['a list', '[1]', /a list/],
  ['a number', '7', /a number/],
  ['no name', '{"server": "Pier"}', /no name/],
  ['an empty name', '{"name": ""}', /no name/],
  ['a name that is no string', '{"name": 5}', /no name/],
  ['a description that is no string', '{"name": "a", "description": {}}', /description/],
  ['a schema that is a list', '{"name": "a", "inputSchema": []}', /inputSchema/],
  ['a schema without end', `{"name": "a", "inputSchema": ${deep}}`, /levels deep/],
];

describe('a line that is no tool', () => {
  it.each(ODD_LINES)('%s has a row that says why', async (_, line, error) => {
    const good = '{"server": "Pier", "name": "list_lamps"}';
    const { rows, failed } = await classified(`${good}\n${line}\n${good}\n`);
    expect(failed).toBe(1);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toEqual({ line: 2, error: expect.stringMatching(error) });
    expect(rows[2]).toMatchObject({ server: 'Pier', category: 'Read' });
  });
});

describe('an odd tool', () => {
  it.each([
    ['a lone surrogate', '{"name": "a\\ud800b", "description": "Delete \\udfff it."}'],
    [
      '__proto__',
      '{"name": "constructor", "__proto__": {"name": "x"}, "inputSchema": {"properties": {"__proto__": {"type": "string"}, "toString": 5}}}',
    ],
    [
      'a schema of nonsense',
      '{"name": "a", "inputSchema": {"properties": [1], "required": {}, "items": [null], "anyOf": {"a": 1}, "enum": 5}}',
    ],
    [
      'a schema that refers to itself',
      '{"name": "a", "inputSchema": {"$ref": "#", "properties": {"a": {"$ref": "#/properties/a"}}}}',
    ],
    [
      'a schema with an empty key',
      '{"name": "a", "inputSchema": {"properties": {"": {"enum": ["", null, 5]}, "a/b~c": {"type": ["null", "string"]}}}}',
    ],
    [
      'null members',
      '{"name": "a", "title": null, "description": null, "inputSchema": null, "annotations": null}',
    ],
    ['hints of the wrong kind', '{"name": "a", "annotations": {"readOnlyHint": "yes", "title": 5}}'],
    ['two million characters', `{"name": "a", "description": "${'Delete the lamp. '.repeat(120_000)}"}`],
  ])('with %s is classified', async (_, line) => {
    const { rows, failed } = await classified(line);
    expect(failed).toBe(0);
    expect(rows[0]).toHaveProperty('category');
  });

  it('keeps its order, its characters and its server', async () => {
    const text = `\ufeff{"server":"Ä","name":"löschen_ü"}\r\n{"server":"B","name":"b"}`;
    const { rows } = await classified(Buffer.from(text));
    expect(rows.map(({ server, name }) => [server, name])).toEqual([
      ['Ä', 'löschen_ü'],
      ['B', 'b'],
    ]);
  });

  it('gives a row of the promised members', async () => {
    const { rows } = await classified('{"server":"Pier","name":"delete_lamp","unknown":1}\n');
    expect(Object.keys(rows[0] ?? {})).toEqual(
      'server name digest category riskLevel confidence flags rationale findings'.split(' '),
    );
    const [finding] = rows[0]?.['findings'] as object[];
    expect(Object.keys(finding ?? {})).toEqual(['ruleId', 'outcome', 'evidence']);
  });

  it('gives no row for no line', async () => expect((await classified('')).rows).toEqual([]));
});

describe('files', () => {
  const classifyTo = (input: string, output: string) => classifyRows({ input, output, ignoreHints: false });

  it('that cannot be used are refused in one sentence', async () => {
    writeFileSync(place('some.jsonl'), '{"name":"a"}\n');
    await expect(classifyTo(place('none.jsonl'), place('x'))).rejects.toThrow(UserError);
    await expect(classifyTo(folder, place('x'))).rejects.toThrow(/folder/);
    await expect(classifyTo(place('some.jsonl'), folder)).rejects.toThrow(/folder/);
    await expect(classifyTo(place('some.jsonl'), place('none/x'))).rejects.toThrow(/does not exist/);
    await expect(classifyTo(place('some.jsonl'), place('some.jsonl'))).rejects.toThrow(/same file/);
    await expect(
      classifyTo(place('some.jsonl'), place('../' + folder.split('/').at(-1) + '/some.jsonl')),
    ).rejects.toThrow(/same file/);
  });

  it('leave nothing half done behind', () => {
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('are streams where they are called -', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['scripts/toolrisk.ts', 'classify', '--input', '-', '--output', '-', '--llm', 'off'],
      { input: '{"server":"Pier","name":"list_lamps"}\nnull\n', encoding: 'utf8' },
    );
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stderr).toContain('1 of 2 lines');
    expect(status).toBe(3);
  });
});
