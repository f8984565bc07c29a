import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDefinition, definitionDigest } from './digest.ts';
import type { JsonObject } from './json.ts';
import { ToolDefinition } from './records.ts';

describe('definitionDigest', () => {
  it('is the SHA-256 of the canonical text', () => {
    const canonical =
      '{"description":"Adds.","inputSchema":{"properties":{"a":{"type":"number"}},"type":"object"},"name":"add"}';
    const definition: ToolDefinition = {
      name: 'add',
      inputSchema: { type: 'object', properties: { a: { type: 'number' } } },
      description: 'Adds.',
    };
    expect(canonicalDefinition(definition)).toBe(canonical);
    expect(definitionDigest(definition)).toBe(createHash('sha256').update(canonical).digest('hex'));
  });

  it('counts null as absent, and ignores members that are not part of the identity', () => {
    const received = { name: 'add', title: null, description: null, annotations: null, _meta: { x: 1 } };
    expect(definitionDigest(received as unknown as ToolDefinition)).toBe(definitionDigest({ name: 'add' }));
  });

  it('escapes lone surrogates and sorts keys by UTF-16 code unit', () => {
    expect(
      canonicalDefinition({ name: 'a\ud800', inputSchema: { '\ufb33': 1, '\u{1f600}': 2, '10': 3, '9': 4 } }),
    ).toBe('{"inputSchema":{"10":3,"9":4,"\u{1f600}":2,"\ufb33":1},"name":"a\\ud800"}');
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (schema) => {
        const reversed = Object.fromEntries(Object.entries(schema).reverse());
        const digest = (inputSchema: object) =>
          definitionDigest({ name: 'x', inputSchema: inputSchema as JsonObject });
        expect(digest(reversed)).toBe(digest(schema));
      }),
    );
  });
});

describe('ToolDefinition', () => {
  it('reads null as absent', () => {
    expect(ToolDefinition.parse({ name: 'x', description: null, inputSchema: null })).toEqual({ name: 'x' });
  });

  it.each([{}, { name: '' }, { name: 1 }, { name: 'x', description: 2 }, { name: 'x', inputSchema: [] }])(
    'refuses %j',
    (value) => {
      expect(ToolDefinition.safeParse(value).success).toBe(false);
    },
  );
});
