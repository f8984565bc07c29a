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

/** The first sentence or line of a text, with its white space collapsed, at most `max` long. */
export function firstSentence(text: string, max: number): string {
  const line = text
    .slice(0, 4 * max)
    .trim()
    .split(/\n\s*\n|\n(?=\s*(?:[-*#]|Args|Arguments|Returns|Parameters)\b)/)[0]!;
  const flat = onOneLine(line).trim();
  const end = flat.search(/[.!?](?=\s+[A-Z"“(])/);
  return clip(end === -1 ? flat : flat.slice(0, end + 1), max);
}
