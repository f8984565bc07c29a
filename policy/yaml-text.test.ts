import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { expect, test } from 'vitest';
import { yamlDocument } from './yaml-text.ts';

const byLibrary = (value: unknown) =>
  stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });

const words = fc.constantFrom(
  ...['a', 'yes', 'No', 'null', '~', 'on', '12', '1e3', '0x1f', '1:30', '2026-01-01', '.inf', '<<', '=', ''],
  ...['- a', 'a: b', 'a #b', '#a', '"a', "it's", '{a}', '[a', '*', '&a', '!a', '|', '>', '%a', '@a', '`a'],
  ...[
    'a b',
    ' a',
    'a ',
    'a  b',
    'a\tb',
    'a\nb',
    'a\n',
    'é',
    '\u202e',
    'a:',
    ':a',
    '?',
    '? a',
    '--- a',
    '...',
  ],
  ...[
    'a/b.c',
    'mcp__x__y',
    'x'.repeat(120),
    'a\u0085b',
    '__proto__',
    'a,b',
    'TRUE',
    'N',
    'nan',
    '-',
    '_',
    '_a',
    'a-',
    'a :b',
    'a#b',
    '(!("a" in args) || b)',
    '^/a(?:/|$)',
    '$a',
    '/a',
    'forbid(action == Tool::"x") when { !(a < 1) };',
    'It deletes what {a} names, [b] too, so ask.',
  ],
);
const text = fc.oneof(words, fc.string({ maxLength: 12 }));
const { value } = fc.letrec((tie) => ({
  leaf: fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

test('is what the library writes', () => {
  fc.assert(
    fc.property(value, (data) => {
      expect(yamlDocument(data)).toBe(byLibrary(data));
    }),
    { numRuns: 3000 },
  );
});

test('is read back as it was', () => {
  const data = {
    spec: {
      rules: [
        { tool: 'no', when: [] },
        { tool: '1_000', when: ['a: b'] },
      ],
      empty: {},
    },
  };
  expect(parse(yamlDocument(data))).toEqual(data);
});
