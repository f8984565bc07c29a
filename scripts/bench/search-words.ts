/** Invented words with the frequencies of a language: a few stand everywhere, most are rare. The same every time. */

const ONSETS =
  'b br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sm sn sp st str t th tr v w z'.split(
    ' ',
  );
const VOWELS = 'a e i o u ai ea ee ia io oa oo ou ie'.split(' ');
const CODAS = [
  '',
  '',
  'b',
  'ck',
  'd',
  'g',
  'l',
  'll',
  'm',
  'n',
  'nd',
  'ng',
  'nt',
  'p',
  'r',
  'rd',
  'rk',
  'rt',
  'sk',
  't',
  'x',
];

/** Verbs that tools are named by, the most frequent first. */
const VERBS = (
  'get list search create update delete add find fetch read write query run set send check analyze generate remove export ' +
  'import validate execute start stop upload download convert describe count compare archive restore publish merge sync move copy'
).split(' ');

/** A deterministic generator of numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many different pronounceable words. */
export function inventWords(many: number, next: () => number): string[] {
  const words = new Set<string>();
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)]!;
  while (words.size < many) {
    const syllables = 1 + Math.floor(next() * 3);
    let word = '';
    for (let i = 0; i < syllables; i++) word += pick(ONSETS) + pick(VOWELS);
    word += pick(CODAS);
    if (word.length > 3) words.add(word);
  }
  return [...words];
}

/** So many of the most frequent words of a language are ones that the index leaves out. */
const LEFT_OUT = 25;

/** One of the words, the earlier the more often: Zipf's law, from the rank on at which words begin to be indexed. */
export function pickFrequent(words: readonly string[], next: () => number): string {
  const rank = LEFT_OUT * ((words.length + LEFT_OUT) / LEFT_OUT) ** next();
  return words[Math.floor(rank) - LEFT_OUT] ?? words[0]!;
}

export const pickVerb = (next: () => number): string => pickFrequent(VERBS, next);
