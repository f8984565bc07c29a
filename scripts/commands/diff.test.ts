import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { openCatalogue } from '../../catalogue/store/index.ts';
import { testObservation, testRun } from '../../catalogue/store/test-catalogue.ts';
import { DELETE_ALL, PEEK } from '../scan/testing/tools.ts';
import { Workplace } from '../scan/testing/workplace.ts';

const CHANGED: ToolDefinition = { ...PEEK, description: 'Gets a page & more.\u202e' };

let place: Workplace;

/** Observes the servers: into a lock, and as another run of a catalogue. */
async function observe(name: string, tools: ToolDefinition[]): Promise<void> {
  const mcpServers = {
    store: place.server('store', { tools }),
    manual: place.server('manual', { tools: [PEEK] }),
  };
  place.write('.mcp.json', JSON.stringify({ mcpServers }));
  for (const db of [`${name}.db`, 'both.db']) {
    const { status, stderr } = await place.run([
      'scan',
      '--update-lock',
      '--lock',
      `${name}.lock.json`,
      '--db',
      db,
    ]);
    if (status !== 0) throw new Error(stderr);
  }
}

beforeAll(async () => {
  place = new Workplace();
  await observe('old', [PEEK]);
  await observe('new', [CHANGED, DELETE_ALL]);
});
afterAll(() => place.remove());

const diff = (...words: string[]) => place.run(['diff', ...words]);

describe('diff says the same of', () => {
  test.each([
    ['two locks', 'old.lock.json', 'new.lock.json'],
    ['two catalogues', 'old.db', 'new.db'],
    ['a lock and a catalogue', 'old.lock.json', 'new.db'],
    ['a catalogue and a lock', 'old.db', 'new.lock.json'],
    ['two runs of one catalogue', 'both.db@1', 'both.db@2'],
  ])('%s', async (_what, before, after) => {
    const { status, stdout, stderr } = await diff(before, after);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.trimEnd().split('\n\n').slice(1).sort()).toEqual([
      '! store/delete_all: The tool is new: Destructive, Critical.',
      expect.stringMatching(
        /^! store\/get_page: The tool has another definition; changed: description\. Its text now has hidden characters\.\n {4}description\n {6}- Gets a page of the manual\.\n {6}\+ Gets a page & more\.⟨U\+202E⟩$/,
      ),
    ]);
  });

  test.each([
    ['one lock', 'old.lock.json', 'old.lock.json'],
    ['one catalogue', 'new.db', 'new.db'],
    ['a lock and its catalogue', 'new.lock.json', 'new.db'],
  ])('%s: nothing', async (_what, before, after) => {
    const { status, stdout } = await diff(before, after, '--fail-on', 'change');
    expect([status, stdout]).toEqual([0, `What changed from ${before} to ${after}: nothing changed.\n`]);
  });
});

describe('diff', () => {
  test('fails on what it is asked to fail on', async () => {
    expect((await diff('old.lock.json', 'new.lock.json', '--fail-on', 'risk')).status).toBe(5);
    expect((await diff('new.lock.json', 'old.lock.json', '--fail-on', 'change')).status).toBe(5);
    expect((await diff('new.lock.json', 'old.lock.json', '--fail-on', 'risk')).status).toBe(0);
  });

  test('fails where more servers list nothing than may', async () => {
    const crawled = (file: string, listing: string[], silent: string[] = []) => {
      const db = openCatalogue(place.path(file));
      const failures = silent.map((id) => testObservation(id, 2, [], { outcome: 'exited' }));
      testRun(db, 2, [...listing.map((id) => testObservation(id, 2, [{ name: 'a' }])), ...failures]);
      db.close();
    };
    crawled('all.db', ['one', 'two', 'three', 'four'], ['never']);
    crawled('less.db', ['one', 'three', 'four', 'never'], ['two']);
    crawled('gone.db', ['one', 'three', 'four']);
    for (const after of ['less.db', 'gone.db']) {
      expect((await diff('all.db', after, '--max-lost', '25%')).status, after).toBe(0);
      const { status, stderr } = await diff('all.db', after, '--max-lost', '24');
      expect([after, status]).toEqual([after, 5]);
      expect(stderr).toMatch(/^toolrisk: 1 of 4 servers that listed .* \(25\.0 %, .* among them two\.\n$/);
    }
  });

  test('gives JSON with the changes themselves', async () => {
    const { stdout } = await diff('old.db', 'new.db', '--json');
    const { changes } = JSON.parse(stdout) as {
      changes: { tool: string; raisesRisk: boolean; change: unknown }[];
    };
    expect(changes).toMatchObject([
      { tool: 'delete_all', raisesRisk: true, change: { change: { kind: 'added' } } },
      { tool: 'get_page', raisesRisk: true, change: { kind: 'changed', change: { kind: 'redefined' } } },
    ]);
  });

  test('gives Markdown for a comment, with what raises the risk first', async () => {
    const { stdout } = await diff('old.db', 'new.db', '--format', 'markdown');
    expect(stdout).toContain('### What raises the risk\n');
    expect(stdout).toContain('  - Gets a page of the manual.\n  + Gets a page & more.⟨U+202E⟩\n');
  });

  test('gives a feed that is well formed, whose entries keep their ids', async () => {
    const feed = async () => (await diff('both.db@1', 'both.db@2', '--format', 'atom')).stdout;
    const first = await feed();
    const { errors } = await validateXML({
      xml: [{ fileName: 'feed.xml', contents: first }],
      schema: [ATOM],
    });
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect(first.match(/<entry>/g)).toHaveLength(2);
    expect(await feed()).toBe(first);
  });

  test.each([
    [['none.db', 'new.db'], /There is no file none\.db/],
    [['.mcp.json', 'new.db'], /\.mcp\.json has no lockVersion/],
    [['both.db@1', 'both.db@9'], /both\.db has no run 9; it has 1, 2\./],
    [['both.db', 'both.db@9'], /both\.db has no run 9; it has 1, 2\./],
    [['old.db@1', 'new.db@1'], /compared within one catalogue/],
    [['.', 'new.db'], /\. is a folder/],
    [['both.db@1', 'both.db@2', '--max-lost', '5'], /compares two catalogues, and both\.db@1 is a run/],
    [
      ['old.db', 'new.lock.json', '--max-lost', '5'],
      /compares two catalogues, and new\.lock\.json is a lock/,
    ],
  ])('%j: one sentence, and 2', async (words, sentence) => {
    const { status, stdout, stderr } = await diff(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
  });
});

/** What RFC 4287 asks of the elements that are used. */
const ATOM = {
  fileName: 'atom.xsd',
  contents: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2005/Atom"
    xmlns="http://www.w3.org/2005/Atom" elementFormDefault="qualified">
  <xs:simpleType name="id"><xs:restriction base="xs:anyURI">
    <xs:pattern value="urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/>
  </xs:restriction></xs:simpleType>
  <xs:element name="feed"><xs:complexType><xs:sequence>
    <xs:element name="id" type="id"/><xs:element name="title" type="xs:string"/>
    <xs:element name="updated" type="xs:dateTime"/>
    <xs:element name="author"><xs:complexType><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="entry" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="id" type="id"/><xs:element name="title" type="xs:string"/>
      <xs:element name="updated" type="xs:dateTime"/>
      <xs:element name="category" minOccurs="0"><xs:complexType><xs:attribute name="term" type="xs:string" use="required"/></xs:complexType></xs:element>
      <xs:element name="content"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="type" fixed="text"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
  </xs:element>
</xs:schema>`,
};
