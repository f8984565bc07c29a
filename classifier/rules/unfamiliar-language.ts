import type { Reading } from '../reading/reading.ts';
import type { Token } from '../reading/tokens.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

const FUNCTION_WORDS = new Set(
  'de la el les der die und para los le des un une eine el por con del das ein nicht pour avec dans sur est con il di che per una non och att som het een van voor met na w z do się nie dla'.split(
    ' ',
  ),
);
const ENGLISH = new Set('the a an of to for in and with from by is or on this that it as be your'.split(' '));

/** So many words tell a language. */
const SAMPLE = 2000;

/** Whether most letters are not Latin, or the small words are another language's. */
function isForeign(reading: Reading): boolean {
  const read = reading.description?.passage;
  if (!read) return false;
  if (read.folded.offsets !== undefined) {
    const letters = read.original.match(/\p{L}/gu)?.length ?? 0;
    const plain = read.original.match(/[a-z]/gi)?.length ?? 0;
    if (letters > 0 && plain < letters * 0.7) return true;
  }
  let balance = 0;
  let foreign = 0;
  for (let index = 0; index < Math.min(SAMPLE, read.tokens.length); index++) {
    const { word } = read.tokens[index] as Token;
    if (word.length > 5) continue;
    if (ENGLISH.has(word)) balance -= 2;
    else if (FUNCTION_WORDS.has(word)) {
      balance++;
      foreign++;
    }
  }
  return foreign > 1 && balance > 0;
}

function observe(reading: Reading): Sighting[] {
  const text = reading.definition.description ?? '';
  if (!isForeign(reading)) return [];
  const end = Math.min(text.length, 60);
  return [
    {
      outcome: 'observed',
      place: 'phrase',
      evidence: [{ pointer: '/description', start: 0, end, quote: text.slice(0, end) }],
    },
  ];
}

export default defineRule({
  id: 'unfamiliar-language',
  meta: {
    summary: 'The description is not in English.',
    why: 'The rules read English; in another language they may miss what matters, so the verdict is less sure.',
    capability: 'unclear',
  },
  examples: {
    fires: [tool('albumtool', 'Supprime un album de la collection pour toujours.')],
    silent: [tool('list_albums', 'List the albums of the collection.')],
  },
  observe,
});
