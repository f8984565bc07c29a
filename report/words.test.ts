import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldChange } from '../catalogue/change-records.ts';
import { fieldDiff } from '../catalogue/field-diff.ts';
import { code, escaped } from './markdown.ts';
import { changeWords, fieldWords, list } from './words.ts';

const wordsOf = (before: string, after: string) => {
  const [field] = fieldDiff({ description: before }, { description: after }).fields;
  if (field === undefined) throw new Error('nothing differs');
  return fieldWords(field);
};

describe('a changed text', () => {
  test('is shown whole where it is short, hidden characters spelled out', () => {
    expect(wordsOf('Adds numbers.', 'Adds\u200b numbers.')).toEqual({
      label: 'description',
      before: 'Adds numbers.',
      after: 'Adds⟨U+200B⟩ numbers.',
    });
  });

  test('is shown where it differs, with a little around it', () => {
    const text = 'x'.repeat(5000);
    const { before, after } = wordsOf(`${text}old${text}`, `${text}new${text}`);
    expect(before).toBe(`…${'x'.repeat(60)}old${'x'.repeat(60)}…`);
    expect(after).toBe(`…${'x'.repeat(60)}new${'x'.repeat(60)}…`);
  });

  test('that repeats itself is not cut twice', () => {
    expect(wordsOf('aaaa', 'aaaaaa')).toMatchObject({ before: 'aaaa', after: 'aaaaaa' });
  });

  test('is bounded, different on both sides and free of hidden characters, whatever it is', () => {
    const texts = fc.tuple(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.string({ unit: 'binary', maxLength: 3000 }),
    );
    fc.assert(
      fc.property(texts, ([one, other]) => {
        fc.pre(one !== other);
        const { before, after } = wordsOf(one, other);
        expect(before).not.toBe(after);
        expect(before! + after!).not.toMatch(
          /[\0-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\ud800-\udbff](?![\udc00-\udfff])/,
        );
        expect(before!.length).toBeLessThan(10 * 800);
      }),
    );
  });
});

describe('hints', () => {
  const redefined = (before: object, after: object) => {
    const { fields } = fieldDiff({ annotations: before } as never, { annotations: after } as never);
    const hints = fields.map((field: FieldChange) => ({ ...field, part: 'hint' as const }));
    const version = { digest: '', verdict: null };
    const change = {
      kind: 'redefined' as const,
      tool: 't',
      before: version,
      after: version,
      moreFields: 0,
      raisesRisk: null,
      fields: hints,
    };
    return changeWords({ kind: 'changed', server: 's', change });
  };
  const LESS = 'Its hints claim less danger than before.';

  test.each([
    [{ destructiveHint: true }, { destructiveHint: false }],
    [{ readOnlyHint: false }, { readOnlyHint: true }],
    [{ title: 'x' }, { title: 'x', readOnlyHint: true }],
    [{ title: 'x', destructiveHint: true }, { title: 'x' }],
  ])('%j becoming %j claims less danger', (before, after) => {
    expect(redefined(before, after)).toMatchObject({ remarks: [LESS], raisesRisk: true });
    expect(redefined(after, before)).toMatchObject({ remarks: [], raisesRisk: false });
  });
});

describe('words', () => {
  test('make a list', () => {
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  test('of a server do nothing in Markdown', () => {
    expect(escaped('@all #12 [x](https://h) **b** <img> a_b & 1.5')).toBe(
      String.raw`&#64;all &#35;12 \[x\]\(https&#58;//h\) \*\*b\*\* &lt;img\> a\_b &amp; 1.5`,
    );
    expect(escaped('# a\n- b\n1. c\n=\nwww.h')).toBe(String.raw`&#35; a
\- b
1\. c
\=
www&#46;h`);
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`a`')).toBe('`` `a` ``');
  });
});
