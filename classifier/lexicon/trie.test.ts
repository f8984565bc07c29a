import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanLookUp } from './trie.ts';

const written = (...letters: string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 4 });
const plain = written('a', 'z', '0', '_', "'").filter(Boolean);
const any = written('a', 'z', '0', '_', "'", 'é', 'Z');

test('finds in a text what the map has for the word cut out of it', () => {
  fc.assert(
    fc.property(fc.array(plain), any, any.filter(Boolean), any, (known, head, word, tail) => {
      const words = new Map(known.map((one, index) => [one, index]));
      const found = spanLookUp(words)(head + word + tail, head.length, head.length + word.length);
      expect(found).toBe(words.get(word));
    }),
  );
});

test('refuses a word that it could not find again', () => {
  expect(() => spanLookUp(new Map([['naïve', 1]]))).toThrow('"naïve"');
});
