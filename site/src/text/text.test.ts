import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ToolDefinition } from '../../../catalogue/records.ts';
import { policyCommand } from '../view/commands.ts';
import { cutAtKeys } from '../view/highlight.ts';
import { scriptJson } from '../view/json-ld.ts';
import { fileHtml, jsonHtml, linkHtml, richHtml, textHtml } from './html.ts';
import { placeInWords } from './places.ts';
import { code, list, shortList } from './rich.ts';
import { clip, clipBytes, firstSentence, segments, visible } from './visible.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const textContent = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

describe('untrusted text', () => {
  test('loses nothing when it is cut into segments', () => {
    fc.assert(
      fc.property(
        anyText,
        (text) =>
          segments(text)
            .map(({ text }) => text)
            .join('') === text,
      ),
    );
  });

  test('never becomes markup', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = textHtml(text).replaceAll(/<span class="hidden-character">U\+[0-9A-F]+<\/span>/g, '');
        return !/[<>]/.test(html);
      }),
    );
  });

  test.each([
    ['\u202e', 'U+202E'],
    ['\u200b', 'U+200B'],
    ['\u{e0041}', 'U+E0041'],
    ['\ud800', 'U+D800'],
    ['\u001b', 'U+001B'],
  ])('shows what hides', (character, name) => {
    expect(visible(`a${character}b`)).toBe(`a⟨${name}⟩b`);
  });

  test('is cut between characters, in units and in bytes', () => {
    expect(clip('ab😀', 3)).toBe('ab…');
    fc.assert(
      fc.property(anyText, fc.nat(50), (text, max) => Buffer.byteLength(clipBytes(text, max)) <= max + 3 + 3),
    );
  });

  test('gives its first sentence', () => {
    expect(firstSentence('Reads e.g. a file. Then stops.', 100)).toBe('Reads e.g. a file.');
    expect(firstSentence('  One\nline\n\nAnother', 100)).toBe('One line');
    expect(firstSentence('Reads\n a file.\n\t“Then” stops', 100)).toBe('Reads a file.');
  });

  test('cannot leave a link', () => {
    expect(linkHtml('/a"><b>', '</a>"')).toBe('<a href="/a&quot;&gt;&lt;b&gt;">&lt;/a&gt;"</a>');
  });
});

describe('files', () => {
  test('keep every character', () => {
    fc.assert(fc.property(anyText, (text) => textContent(fileHtml(text)) === text));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value, null, 2);
        return (
          textContent(jsonHtml(json)) === json &&
          cutAtKeys(json)
            .map(({ text }) => text)
            .join('') === json
        );
      }),
    );
  });

  test('have their keys set apart, and only those', () => {
    expect(jsonHtml('{"a": ["b", "c:"]}')).toBe('{<b>"a"</b>: ["b", "c:"]}');
    expect(jsonHtml('{"<é>": "&"}')).toBe('{<b>"&lt;é&gt;"</b>: "&amp;"}');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value, null, 2);
        const pieces = cutAtKeys(json).map(({ key, text }) =>
          key ? `<b>${fileHtml(text)}</b>` : fileHtml(text),
        );
        expect(jsonHtml(json)).toBe(pieces.join(''));
      }),
    );
  });
});

test('structured data cannot end its element', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => !/[<>&]/.test(scriptJson(value))));
  expect(JSON.parse(scriptJson('</script>'))).toBe('</script>');
});

describe('sentences', () => {
  test('set names as code, whatever is in a name', () => {
    expect(richHtml(`Call ${code('<b>')} now`)).toBe('Call <code>&lt;b&gt;</code> now');
    expect(richHtml(`Call ${code('a\ue001b')}.`)).toBe('Call <code>a\ufffdb</code>.');
  });

  test('list things', () => {
    expect([list([]), list(['a']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
    expect(shortList(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more');
  });
});

describe('places', () => {
  const definition: ToolDefinition = {
    name: 'x',
    inputSchema: { properties: { 'a/b': { items: { properties: { c: { enum: ['d'] } } } } } },
  };
  test.each([
    ['/name', 'its name'],
    ['/inputSchema/properties', 'the names of its parameters'],
    ['/inputSchema/properties/a~1b', 'parameter <code>a/b</code>'],
    ['/inputSchema/properties/a~1b/items/properties/c/enum', 'the values of parameter <code>a/b[].c</code>'],
    [
      '/inputSchema/properties/a~1b/items/properties/c/enum/0',
      'value <code>d</code> of parameter <code>a/b[].c</code>',
    ],
    ['/annotations/readOnlyHint', 'its declared <code>readOnlyHint</code>'],
    ['/elsewhere', 'its definition'],
  ])('%s is %s', (pointer, words) => {
    expect(richHtml(placeInWords(definition, pointer))).toBe(words);
  });
});

test('commands take any name as one word', () => {
  expect(policyCommand('s', "a'; rm -rf $(x)", 'strict')).toBe(
    `npx toolrisk policy --server s '--tool=a'\\''; rm -rf $(x)' --posture strict > policy.json`,
  );
});
