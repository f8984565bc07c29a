/**
 * Untrusted text as Markdown that stays text in every reader of CommonMark: names as code, longer texts as fenced
 * code, words in sentences with every mark of punctuation escaped.
 */
import { pieces } from './rich.ts';
import { onOneLine, visible } from './visible.ts';

/**
 * Words for a paragraph, on one line. Escaped are the marks that mean something inside a line (CommonMark 2.4, 6),
 * those that begin a block at its start (4, 5), and what readers of GitHub's dialect take for an address.
 */
export function markdownText(text: string): string {
  return escaped(text.trim());
}

/** What may have to be escaped or made visible: a text without any of it is Markdown as it stands. */
const MARKED = /[^A-Za-z0-9 ,;:.'"()/?!…“”’-]|^[-\d]| {2}|\.(?! |$)|:\//;

function escaped(text: string): string {
  if (!MARKED.test(text)) return text;
  return onOneLine(visible(text))
    .replace(/[\\`*_{}[\]<>|~&$]|:(?=\/)|(?<=\S)\.(?=\S)|^(?:[-+=#]|\d+[.)])/g, '\\$&')
    .replace(/^\\(\d+)([.)])/, '$1\\$2')
    .replaceAll('@', '&#64;');
}

/** A name as a code span: fenced with more backticks than it holds, and on one line (CommonMark 6.1). */
export function markdownCode(name: string): string {
  const text = onOneLine(visible(name));
  if (text.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = /^[ `]|[ `]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A text of several lines as fenced code (CommonMark 4.5); what hides in it is spelled out. */
export function markdownBlock(text: string, language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${visible(text).replace(/\r\n?/g, '\n').replace(/\n$/, '')}\n${fence}`;
}

/** A composed sentence, its names set as code. */
export function markdownRich(rich: string): string {
  return pieces(rich)
    .map((piece, i) => (i % 2 === 1 ? markdownCode(piece) : escaped(piece)))
    .join('');
}

function longestRun(text: string): number {
  if (!text.includes('`')) return 0;
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
