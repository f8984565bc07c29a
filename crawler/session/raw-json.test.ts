import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elementTexts, toolTexts } from './raw-json.ts';

describe('elementTexts', () => {
  test('gives the elements of any array, whatever is in and around it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.nat(4), (elements, beside, indent) => {
        const text = JSON.stringify(
          { beside, result: { before: beside, tools: elements, after: beside } },
          null,
          indent,
        );
        expect(elementTexts(text, ['result', 'tools'])?.map((each) => JSON.parse(each) as unknown)).toEqual(
          JSON.parse(JSON.stringify(elements)),
        );
      }),
    );
  });

  test('keeps every character', () => {
    expect(elementTexts(' [ {"a" :1.0} ,"]," , -0e1,[ ] ]', [])).toEqual([
      '{"a" :1.0}',
      '"],"',
      '-0e1',
      '[ ]',
    ]);
  });

  test('takes the last of several members of a name, as parsing does', () => {
    expect(toolTexts('{"result":{"tools":[1],"t\\u006fols":[2]}}')).toEqual(['2']);
  });

  test.each(['{}', '[]', '{"result":null}', '{"result":{"tools":{}}}', '1'])(
    'finds nothing in %s',
    (text) => {
      expect(toolTexts(text)).toBeUndefined();
    },
  );

  test('walks any depth', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(toolTexts(`{"result":{"tools":[${deep},1]}}`)).toEqual([deep, '1']);
  });
});
