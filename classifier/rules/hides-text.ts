import { HIDDEN } from '../reading/fold.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

/** Ways to put text where a person does not see it and a model does. */
const CONCEALED =
  /<!--|\u001b\[|[A-Za-z0-9+/]{120}|\[[^\]\n]{0,80}\]\(\s*(?:javascript|data):|\]\s*:\s*#\s*\(|<[^<>]{0,80}(?:display:\s*none|hidden)[^<>]{0,80}>/i;
const MIXED_WORD = /[a-z]{2}[\u0400-\u04ff\u0370-\u03ff][a-z]|[\u0400-\u04ff][a-z]{2}[\u0400-\u04ff]/i;
/** Emoji are joined and coloured with these two; they hide nothing there. */
const EMOJI = /[\u200d\ufe0f]/g;

function spans(pointer: string, text: string): Sighting[] {
  // Padding of the same length keeps the offsets.
  const plain = text.replace(EMOJI, ' ');
  return [HIDDEN, CONCEALED, MIXED_WORD].flatMap((pattern): Sighting[] => {
    const match = pattern.exec(plain);
    if (!match) return [];
    const [start, end] = [match.index, match.index + match[0].length];
    return [
      {
        outcome: 'observed',
        place: 'phrase',
        evidence: [{ pointer, start, end, quote: text.slice(start, end) }],
      },
    ];
  });
}

function observe({ definition }: Reading): Sighting[] {
  return [
    ...spans('/name', definition.name),
    ...spans('/title', definition.title ?? ''),
    ...spans('/description', definition.description ?? ''),
  ];
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
