import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownBlock, markdownCode, markdownRich, markdownText } from './markdown.ts';
import { code } from './rich.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const marks = fc.string({
  unit: fc.constantFrom('`', '[', ']', '(', '<', '!', '#', '\n', '\\', 'a', ' ', '.'),
});

/** Text in which what a backslash escapes is a letter. */
const unescaped = (markdown: string) => markdown.replace(/\\[!-/:-@[-`{-~]/g, 'x');

describe('untrusted words in a paragraph', () => {
  test('hold no mark that begins something', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, marks), (text) => {
        const left = unescaped(markdownText(text));
        return !/[`*_[\]<>|~@\n]/.test(left) && !/^(?:#|[-+=]|\d+[.)])/.test(left);
      }),
    );
  });

  test.each([
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['# Not a heading', '\\# Not a heading'],
    ['1. Not a list', '1\\. Not a list'],
    ['https://evil.example a@b.c', 'https\\://evil\\.example a&#64;b\\.c'],
    ['one\n\n---\ntwo', 'one --- two'],
    ['&lt;b&gt;', '\\&lt;b\\&gt;'],
    ['a\u202eb', 'a⟨U+202E⟩b'],
    ['“One” (of 2): yes, it’s fine.', '“One” (of 2): yes, it’s fine.'],
    ['v1.5  of -x', 'v1\\.5 of -x'],
  ])('%j stays text', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });
});

describe('untrusted names and texts as code', () => {
  test('end where their fence says', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, marks), (text) => {
        const span = markdownCode(text);
        const fence = /^`+/.exec(span)![0];
        const inside = span.slice(fence.length, -fence.length);
        return !span.includes('\n') && [...inside.matchAll(/`+/g)].every(([ticks]) => ticks !== fence);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(anyText, marks), (text) => {
        const block = markdownBlock(text);
        const fence = /^`+/.exec(block)![0];
        const lines = block.split('\n').slice(1, -1);
        return lines.every((line) => !line.trimStart().startsWith(fence));
      }),
    );
  });

  test('a name with backticks, and one of nothing', () => {
    expect(markdownCode('a`b')).toBe('``a`b``');
    expect(markdownCode('`a`')).toBe('`` `a` ``');
    expect(markdownCode(' ')).toBe('` `');
  });

  test('names in sentences are code', () => {
    expect(markdownRich(`Call ${code('a_b')} now.`)).toBe('Call `a_b` now.');
  });
});
