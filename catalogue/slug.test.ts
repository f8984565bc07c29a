import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolSlug } from './slug.ts';

const free = () => false;

describe('toolSlug', () => {
  it.each(['sync', 'getConsoleErrors', 'a.b-c_d', 'list_deleted'])('keeps the plain name %s', (name) => {
    expect(toolSlug(name, free)).toBe(name);
  });

  it.each([
    'policy',
    'CON',
    'con.txt',
    'index',
    '404',
    '..',
    '.',
    'tool.json',
    'a/b',
    'a\0b',
    'é',
    'x'.repeat(300),
    '',
  ])('marks the unsafe name %j', (name) => {
    expect(toolSlug(name, free)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]*~[0-9a-f]{8}$/);
  });

  it('gives a name that differs only in case from a taken one an address of its own', () => {
    expect(toolSlug('Sync', (slug) => slug.toLowerCase() === 'sync')).toMatch(/^Sync~/);
  });

  it('is safe as one path segment, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const slug = toolSlug(name, free);
        expect(slug).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._~-]{0,79}$/);
        expect(slug).not.toMatch(/^\.+$/);
      }),
    );
  });
});
