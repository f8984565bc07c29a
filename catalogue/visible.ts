/**
 * Untrusted text made safe to look at, whatever shows it: what hides from the reader or turns the line around is
 * spelled out (controls, zero-width and bidirectional characters, tags, lone surrogates). Markup is the renderer's.
 */
const HIDDEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** What every text that hides something has, and most texts do not: looked for first, at a fraction of the cost. */
const UNUSUAL = /[^\t\n -~\xa0-\xac\xae-\u034e\u2010-\u2027]/;

/** A piece of text; `code` names the character that a hidden piece consists of, such as `U+202E`. */
export interface Segment {
  text: string;
  code?: string;
}

/** `U+` and the code point in at least four hexadecimal digits. */
function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Cuts a text into visible pieces and single hidden characters, in order. */
export function segments(text: string): Segment[] {
  const pieces: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: match[0], code: codePoint(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** The text with every hidden character spelled out, such as `⟨U+202E⟩`. Tabs and line breaks stay. */
export function visible(text: string): string {
  return replaceHidden(text, (character) => `⟨${codePoint(character)}⟩`);
}

/** The text with something else for each of its hidden characters. */
export function replaceHidden(text: string, instead: (character: string) => string): string {
  return UNUSUAL.test(text) ? text.replace(HIDDEN, instead) : text;
}

/** How many hidden characters a text has. */
export function countHidden(text: string): number {
  return text.match(HIDDEN)?.length ?? 0;
}

/** At most `max` UTF-16 code units of a text, never half a character, with an ellipsis where something is cut. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}
