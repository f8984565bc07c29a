import { describe, expect, it } from 'vitest';
import { depthExceeds, pointerToken, valueAt, type Json } from './json.ts';
import { isVerbatim, textAt } from './evidence.ts';

describe('valueAt', () => {
  const root: Json = { 'a/b': { '~': [10, { x: null }] } };

  it('follows escaped tokens, arrays and null', () => {
    expect(valueAt(root, '')).toBe(root);
    expect(valueAt(root, '/a~1b/~0/0')).toBe(10);
    expect(valueAt(root, '/a~1b/~0/1/x')).toBeNull();
    expect(valueAt(root, `/${pointerToken('a/b')}/${pointerToken('~')}/0`)).toBe(10);
  });

  it.each(['/toString', '/__proto__', '/a~1b/constructor', '/a~1b/~0/9'])(
    'finds nothing at %s',
    (pointer) => {
      expect(valueAt(root, pointer)).toBeUndefined();
    },
  );
});

describe('depthExceeds', () => {
  it('counts nested containers, however deep', () => {
    let deep: Json = {};
    for (let i = 0; i < 100_000; i++) deep = { deep };
    expect(depthExceeds(deep, 64)).toBe(true);
    expect(depthExceeds({ a: [{}] }, 3)).toBe(false);
    expect(depthExceeds({ a: [{}] }, 2)).toBe(true);
    expect(depthExceeds('flat', 0)).toBe(false);
  });
});

describe('evidence', () => {
  const definition = {
    name: 'wipe',
    inputSchema: { type: 'object', properties: { force: { type: 'boolean' } } },
    annotations: { readOnlyHint: true },
  };

  it('is read from strings as they are and from anything else as JSON', () => {
    expect(textAt(definition, '/name')).toBe('wipe');
    expect(textAt(definition, '/annotations/readOnlyHint')).toBe('true');
    expect(textAt(definition, '/inputSchema/properties')).toBe('{"force":{"type":"boolean"}}');
    expect(textAt(definition, '/description')).toBeUndefined();
  });

  it('is verbatim only where the quote stands at its offsets', () => {
    expect(isVerbatim(definition, { pointer: '/name', start: 0, end: 4, quote: 'wipe' })).toBe(true);
    expect(
      isVerbatim(definition, { pointer: '/inputSchema/properties', start: 2, end: 7, quote: 'force' }),
    ).toBe(true);
    expect(isVerbatim(definition, { pointer: '/name', start: 0, end: 4, quote: 'Wipe' })).toBe(false);
    expect(isVerbatim(definition, { pointer: '/name', start: 2, end: 2, quote: '' })).toBe(false);
    expect(isVerbatim(definition, { pointer: '/title', start: 0, end: 1, quote: 'w' })).toBe(false);
  });
});
