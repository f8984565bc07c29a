/** Untrusted text as pages show it. Markup is escaped by Astro. */
import { clip } from '../../../catalogue/visible.ts';

export { clip, segments, visible } from '../../../catalogue/visible.ts';

/** At most `max` bytes of a text in UTF-8, as pages are sent: for texts that could fill a page's budget. */
export function clipBytes(text: string, max: number): string {
  if (Buffer.byteLength(text) <= max) return text;
  const head = Buffer.from(text.slice(0, max).toWellFormed()).subarray(0, max).toString('utf8');
  return `${head.replace(/\ufffd+$/, '').trimEnd()}…`;
}

/** Each run of white space as one space; a single space is left alone, not replaced by itself. */
export function onOneLine(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ');
}

const LINE_END = /\n\s*\n|\n(?=\s*(?:[-*#]|Args|Arguments|Returns|Parameters)\b)/;
const SENTENCE_END = /[.!?](?=\s+[A-Z"“(])/;

/** A text up to where a pattern is first found, and so many characters of that. */
function upTo(text: string, pattern: RegExp, more: number): string {
  const at = text.search(pattern);
  return at === -1 ? text : text.slice(0, at + more);
}

/** The first sentence or line of a text, with its white space collapsed, at most `max` long. */
export function firstSentence(text: string, max: number): string {
  const line = upTo(text.slice(0, 4 * max).trim(), LINE_END, 0);
  // Cut before it is collapsed, for most of a long line is not in its first sentence.
  return clip(onOneLine(upTo(line, SENTENCE_END, 1)).trim(), max);
}
