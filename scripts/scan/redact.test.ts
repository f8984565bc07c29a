import { describe, expect, test } from 'vitest';
import type { Observation } from '../../catalogue/records.ts';
import { redacted } from './redact.ts';

const SECRET = 'zoo-7f3a"91\\c2/token ü';
const bytes = Buffer.from(SECRET);
const FORMS = [
  SECRET,
  JSON.stringify(SECRET).slice(1, -1),
  encodeURIComponent(SECRET),
  bytes.toString('base64'),
  bytes.toString('base64url'),
  bytes.toString('hex'),
];

/** An observation in which a server says `text` wherever it can say anything. */
const saying = (text: string): Observation => ({
  ...{ serverId: 'zoo', provenance: 'observed', outcome: 'listed-partly', detail: `Said ${text}.` },
  ...{ startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' },
  launch: { arguments: [], environmentNames: ['ZOO_TOKEN'] },
  serverInfo: { name: text, version: text, title: text },
  instructions: `Send ${text}.`,
  capabilities: { [text]: { nested: [text] } },
  login: { resourceMetadata: text, authorizationServers: [text], scopes: [text] },
  prompts: { count: 1, names: [text] },
  resources: { count: 1, names: [text] },
  resourceTemplates: { count: 1, names: [text] },
  tools: [
    {
      raw: JSON.stringify({ name: `get_${text}`, [text]: text }).replace('zoo', '\\u007aoo'),
      definition: { name: `get_${text}`, description: text, inputSchema: { properties: { [text]: {} } } },
    },
  ],
  quarantined: [{ name: text, reason: `it has ${text}`, raw: `{"name":"${text}"` }],
  stderrTail: `token ${text}\n`,
});

const values = [{ name: 'ZOO_TOKEN', value: SECRET }];

describe('what a server repeats of its user’s values', () => {
  test.each(FORMS)('is taken out everywhere, written as %s', (form) => {
    const clean = redacted(saying(form), values);
    // As text, with every escape of JSON resolved, so that no spelling hides it.
    const texts: string[] = [];
    JSON.stringify(clean, (key, value: unknown) => {
      texts.push(key, ...(typeof value === 'string' ? [value] : []));
      return value;
    });
    const all = [...texts, JSON.stringify(JSON.parse(clean.tools[0]!.raw))].join('\n');
    for (const each of FORMS) expect(all).not.toContain(each);
    const { raw: _, ...expected } = saying('{ZOO_TOKEN}').tools[0]!;
    expect(clean.tools[0]).toMatchObject(expected);
    expect({ ...clean, tools: [] }).toEqual({ ...saying('{ZOO_TOKEN}'), tools: [] });
  });

  test('stays where it is too short, or a word of every schema, to tell anything', () => {
    for (const value of ['eu-1', 'string', 'readOnlyHint']) {
      const said = saying(value);
      expect(redacted(said, [{ name: 'ZOO_REGION', value }])).toBe(said);
    }
  });

  test('is taken out whole where one value stands in another', () => {
    const two = [
      { name: 'SHORT', value: 'abcdef' },
      { name: 'LONG', value: 'abcdef-ghijkl' },
    ];
    expect(redacted(saying('abcdef-ghijkl abcdef'), two).instructions).toBe('Send {LONG} {SHORT}.');
  });
});
