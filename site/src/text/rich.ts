/**
 * Sentences with names in them. A name is set in type for code, so it travels between two marks that no
 * visible text contains; `Rich.astro` turns them into `<code>`, `plain` drops them.
 */
import { clip, onOneLine, visible } from './visible.ts';

const OPEN = '\ue000';
const CLOSE = '\ue001';
const MARKS = /[\ue000\ue001]/g;

/** An untrusted name or quote on its way into a sentence: made visible, cut, marked. */
export function code(name: string, max = 80): string {
  return `${OPEN}${visible(clip(name, max)).replace(MARKS, '\ufffd')}${CLOSE}`;
}

/** Untrusted words on their way into a sentence, in quotation marks. */
export function quoted(words: string, max = 120): string {
  return `“${visible(clip(onOneLine(words).trim(), max)).replace(MARKS, '\ufffd')}”`;
}

/** The pieces of a sentence; those at odd places are code. */
export function pieces(rich: string): string[] {
  return rich.split(MARKS);
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** At most `max` of the words as a list; the rest as a number. */
export function shortList(words: readonly string[], max: number): string {
  return words.length <= max
    ? list(words)
    : list([...words.slice(0, max - 1), `${words.length - max + 1} more`]);
}

/** `1 tool`, `2 tools`, `1,200 tools`. */
export function count(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
}

const NUMBERS = new Intl.NumberFormat('en-GB');

/** A number with thousands separated. */
export function number(n: number): string {
  return NUMBERS.format(n);
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** The day of an ISO time, for people: `3 May 2026`. */
export function day(iso: string): string {
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number);
  return `${date} ${MONTHS[month! - 1]} ${year}`;
}

/** The first letter made large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
