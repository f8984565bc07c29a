import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Observation } from '../../catalogue/records.ts';
import { readDeclared } from './declared.ts';
import { listingOfTarget } from './target.ts';

const LISTING = { ...listingOfTarget('pypi:some-server', []), id: 'some-server', name: 'Some Server' };
const TOOLS = '[{"name":"a", "inputSchema": {}},{"name":"b"}]';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'toolrisk-declared-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function declare(text: string): Observation {
  const file = join(folder, 'tools');
  writeFileSync(file, text);
  return readDeclared(file, LISTING, () => new Date(0));
}

const namesOf = ({ tools }: Observation) => tools.map(({ definition }) => definition.name);

test.each([
  ['a bare array', TOOLS],
  ['a result', `{"tools":${TOOLS}}`],
  ['a JSON-RPC answer', `{"jsonrpc":"2.0","id":1,"result":{"tools":${TOOLS},"nextCursor":null}}`],
  ['lines', '{"name":"a", "inputSchema": {}}\n\n{"name":"b"}\n'],
  [
    'lines of several servers',
    '{"server":"Some Server","name":"a"}\n{"server":"x","name":"c"}\n{"server":"some-server","name":"b"}',
  ],
  ['lines after a byte order mark', '\ufeff{"name":"a"}\r\n{"name":"b"}\r\n'],
])('takes %s', (_what, text) => {
  const observation = declare(text);
  expect(namesOf(observation)).toEqual(['a', 'b']);
  expect(Observation.parse(observation)).toEqual(observation);
  expect(observation).toMatchObject({
    provenance: 'declared',
    outcome: 'declared',
    startedAt: '1970-01-01T00:00:00.000Z',
  });
});

test('takes a single line', () => {
  expect(namesOf(declare('{"name":"only"}'))).toEqual(['only']);
});

test('keeps the text of each tool', () => {
  expect(declare(TOOLS).tools[0]?.raw).toBe('{"name":"a", "inputSchema": {}}');
});

test('ignores members that are not of a definition', () => {
  expect(declare('{"name":"a","label":{"x":1}}').tools[0]?.definition).toEqual({ name: 'a' });
});

test('leaves out what is no tool, and says so', () => {
  const { quarantined, detail } = declare('{"name":"a"}\n{"name":""}\n7');
  expect(quarantined.map(({ reason }) => reason)).toEqual(['its name is empty', 'it is not a JSON object']);
  expect(detail).toBe('A file declares 1 tool; 2 more could not be taken.');
});

test.each([
  ['a line that is no JSON', '{"name":"a"}\n{"name":', /tools, line 2: it is not valid JSON$/],
  ['nothing', ' \n', /tools: it is empty$/],
  ['something else', '{"resources":[]}', /tools: it holds neither/],
  [
    "other servers' tools",
    '{"server":"x","name":"a"}',
    /none of its tools is of a server named Some Server or some-server$/,
  ],
])('says what is wrong with %s', (_what, text, message) => {
  expect(() => declare(text)).toThrow(message);
});

test('names a file that is not there', () => {
  expect(() => readDeclared(join(folder, 'none'), LISTING)).toThrow(
    /none: it cannot be read: there is no such file/,
  );
});
