import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, sanitise, tail } from './text.ts';

const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

test('nothing that a terminal obeys is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sanitise(text)).not.toMatch(UNSAFE);
      expect(sanitise(text).isWellFormed()).toBe(true);
    }),
  );
});

test('escape sequences go whole', () => {
  expect(sanitise('\u001b[1;31mred\u001b[0m \u001b]0;title\u0007done \u001b]8;;http://x\u001b\\link')).toBe(
    'red done link',
  );
});

test('a tail starts with a whole line', () => {
  expect(tail('first line\nsecond line\nthird line\n', 18)).toBe('third line');
  expect(tail('short\n', 18)).toBe('short');
});

test('one line is one line of at most that many characters', () => {
  expect(oneLine('  a\n\tb  c ', 10)).toBe('a b c');
  expect(oneLine('x'.repeat(20), 5)).toBe('xxxx…');
});
