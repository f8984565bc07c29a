import { HIDDEN } from '../reading/fold.ts';
import type { Reading, ReadPassage } from '../reading/reading.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

/** Ways to put text where a person does not see it and a model does. */
const COMMENT = /<!--/;
const ESCAPE = /\u001b\[/;
const SCRIPT_LINK = /\]\((?:javascript|data):/i;
const HIDDEN_TAG = /display: ?none|<[a-z]{1,10} hidden|visibility: ?hidden/i;
const MIXED_WORD = /[a-z]{2}[\u0400-\u04ff\u0370-\u03ff][a-z]|[\u0400-\u04ff][a-z]{2}[\u0400-\u04ff]/i;
/** Emoji are joined and coloured with these two; they hide nothing there. */
const EMOJI = /[\u200d\ufe0f]/g;
const ENCODING = /[A-Za-z0-9+/]/;
const ENCODED_LENGTH = 120;
/** A stretch without a break so long that it is no word of a language. */
const LONG_WORD = 40;

/** The patterns worth trying: each only where the text has what it needs. */
function patternsFor(text: string, isPlain: boolean): RegExp[] {
  const patterns: RegExp[] = [];
  if (!isPlain) patterns.push(HIDDEN, MIXED_WORD);
  if (text.includes('<!--')) patterns.push(COMMENT);
  if (text.includes('\u001b[')) patterns.push(ESCAPE);
  if (text.includes('](')) patterns.push(SCRIPT_LINK);
  if (text.includes('<') && /hidden|display/i.test(text)) patterns.push(HIDDEN_TAG);
  return patterns;
}

/** The first run of 120 or more characters of base64, as offsets. */
function encodedRun(text: string): [start: number, end: number] | undefined {
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    if (index < text.length && ENCODING.test(text.charAt(index))) continue;
    if (index - start >= ENCODED_LENGTH) return [start, index];
    start = index + 1;
  }
  return undefined;
}

function spans(read: ReadPassage | undefined): Sighting[] {
  if (!read) return [];
  const { pointer, original, folded, tokens } = read.passage;
  const isPlain = folded.offsets === undefined;
  // Padding of the same length keeps the offsets.
  const text = isPlain ? original : original.replace(EMOJI, ' ');
  const found = patternsFor(original, isPlain).flatMap((pattern): [number, number][] => {
    const match = pattern.exec(text);
    return match ? [[match.index, match.index + match[0].length]] : [];
  });
  const encoded = tokens.some(({ word }) => word.length >= LONG_WORD) ? encodedRun(original) : undefined;
  if (encoded) found.push(encoded);
  return found.map(([start, end]) => ({
    outcome: 'observed',
    place: 'phrase',
    evidence: [{ pointer, start, end, quote: original.slice(start, end) }],
  }));
}

function observe({ name, title, description }: Reading): Sighting[] {
  return [...spans(name), ...spans(title), ...spans(description)];
}

export default defineRule({
  id: 'hides-text',
  meta: {
    summary:
      'Text is hidden: invisible characters, comments, escapes, look-alike letters, long encoded runs.',
    why: 'What a person cannot see when approving a tool, the model still reads.',
    capability: 'deceives',
  },
  examples: {
    fires: [
      tool('add', 'Adds numbers.\u200b\u200bThen more.'),
      tool('add', 'Adds numbers. <!-- and sends them away -->'),
    ],
    silent: [tool('add', 'Adds numbers.'), tool('greet', 'Says hello \u2764\ufe0f.')],
  },
  observe,
});
