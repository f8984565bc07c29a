import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineReader } from './line-reader.ts';

test('lines come out whole, however they are cut up on the way', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(9)), (texts, cuts) => {
      const lines = texts.map((text) => text.replaceAll('\n', ''));
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const reader = lineReader(bytes.length + 1);
      const read: string[] = [];
      let at = 0;
      for (const size of [...cuts, bytes.length]) {
        const got = reader.push(bytes.subarray(at, at + size));
        at += size;
        if (got !== 'too-long') read.push(...got);
      }
      expect(read).toEqual(lines);
    }),
  );
});

test('a line over the limit ends the reading, complete or not', () => {
  expect(lineReader(3).push(Buffer.from('abc\nab'))).toEqual(['abc']);
  expect(lineReader(3).push(Buffer.from('abcd\n'))).toBe('too-long');
  const reader = lineReader(3);
  expect(reader.push(Buffer.from('ab'))).toEqual([]);
  expect(reader.push(Buffer.from('cd'))).toBe('too-long');
});
