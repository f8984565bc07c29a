import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../catalogue/json.ts';
import { EMITTERS, notes, recommendPolicy } from './index.ts';
import { nestedTexts, valuesAt } from './nested.ts';
import { recommend } from './recommend.ts';
import { simulateRules } from './simulate.ts';
import { verdict } from './testing/verdict.ts';

const schemaOf = (properties: object, more: object = {}): JsonObject =>
  ({ type: 'object', properties, ...more }) as JsonObject;
const text = { type: 'string' };

const places = (schema: JsonObject): string[] =>
  nestedTexts(schema).map(({ argument, path, name }) => `${[argument, ...path].join('.')} (${name})`);

describe('nestedTexts', () => {
  it.each<[string, JsonObject, string[]]>([
    ['leaves the top level to others', schemaOf({ path: text }), []],
    [
      'lists of objects',
      schemaOf({ edits: { items: { properties: { path: text } } } }),
      ['edits.*.path (path)'],
    ],
    ['lists of lists', schemaOf({ files: { items: { items: text } } }), ['files.*.* (files)']],
    [
      'options',
      schemaOf({ to: { anyOf: [{ properties: { url: text } }, { type: 'null' }] } }),
      ['to.url (url)'],
    ],
    [
      'maps',
      schemaOf({ roots: { additionalProperties: { properties: { dir: text } } } }),
      ['roots.*.dir (dir)'],
    ],
    [
      'references',
      schemaOf({ edit: { $ref: '#/$defs/e' } }, { $defs: { e: { properties: { file: text } } } }),
      ['edit.file (file)'],
    ],
    ['values of no stated type', schemaOf({ edit: { properties: { path: {} } } }), ['edit.path (path)']],
    ['no choice of fixed values', schemaOf({ edit: { properties: { path: { enum: ['/a', '/b'] } } } }), []],
  ])('%s', (_, schema, wanted) => expect(places(schema)).toEqual(wanted));

  it('ends with a schema that contains itself, or a very wide one', () => {
    const self = { properties: { file: text, next: { $ref: '#/$defs/self' } } };
    expect(places(schemaOf({ edit: { $ref: '#/$defs/self' } }, { $defs: { self } })).length).toBeLessThan(10);
    const wide = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`p${i}`, { items: { path: text } }]),
    );
    expect(places(schemaOf(wide)).length).toBeLessThan(5000);
  });
});

it('valuesAt finds every value at a place', () => {
  expect(valuesAt([{ path: 'a' }, { path: 'b' }, 7], ['*', 'path'])).toEqual(['a', 'b']);
  expect(valuesAt({ x: { dir: 'a' }, y: { dir: 'b' } }, ['*', 'dir'])).toEqual(['a', 'b']);
  expect(valuesAt({ toString: 1 }, ['__proto__'])).toEqual([]);
});

describe('a path inside a list, under --root', () => {
  const schema = schemaOf({
    edits: { type: 'array', items: { type: 'object', properties: { path: text } } },
  });
  const options = { root: '/project' };

  it('is held by the neutral rule', () => {
    const rule = recommend('edit', verdict(), 'balanced', { ...options, inputSchema: schema });
    const call = simulateRules(new Map([['edit', rule]]));
    const edits = (...paths: string[]) => ({
      tool: 'edit',
      arguments: { edits: paths.map((path) => ({ path })) },
    });
    expect(call(edits('/project/a', '/project/b'), 0).verdict).toBe('allow');
    expect(call(edits('/project/a', '/etc/passwd'), 0)).toMatchObject({
      verdict: 'deny',
      reason: 'edits[].path must stay under /project',
    });
  });

  it.each(EMITTERS.map((emitter) => [emitter.id, emitter] as const))(
    'is said by %s to be out of its reach, and no call goes through unasked',
    (_, emitter) => {
      const policy = recommendPolicy(
        'files',
        [{ name: 'edit', classification: verdict(), inputSchema: schema }],
        'balanced',
        options,
      );
      expect(notes(emitter, [policy]).join('\n')).toContain('edits[].path must stay under /project');
    },
  );
});
