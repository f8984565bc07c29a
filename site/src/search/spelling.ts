/**
 * Words that were probably meant. One mistake leaves the first or the second half of a word as it is, so that the
 * words of two short ranges, by beginning and by end, are all that need to be compared.
 */
import { spellingShards, type Files } from './files.ts';

/** Words shorter than this are too like each other. */
const SHORTEST = 4;
const LONG = 8;

/** The nearest known words, the most frequent first; none for what is too short or too far from everything. */
export async function respell(files: Files, word: string, most: number): Promise<string[]> {
  const characters = [...word];
  if (characters.length < SHORTEST) return [];
  const allowed = characters.length >= LONG ? 2 : 1;
  const half = Math.max(2, Math.floor(characters.length / 2) - 1);
  const backwards = characters.toReversed().join('');
  const [forward, reversed] = await Promise.all([
    spellingShards(files, false, characters.slice(0, half).join('')),
    spellingShards(files, true, backwards.slice(0, half)),
  ]);
  const found = [
    ...near(forward, word, allowed),
    ...near(reversed, backwards, allowed).map((one) => ({ ...one, word: [...one.word].reverse().join('') })),
  ].filter((one, i, all) => all.findIndex((other) => other.word === one.word) === i);
  const best = Math.min(...found.map(({ distance }) => distance));
  return found
    .filter(({ distance }) => distance === best)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map((one) => one.word);
}

interface Near {
  word: string;
  count: number;
  distance: number;
}

function near(
  shards: readonly { words: string[]; counts: number[] }[],
  word: string,
  allowed: number,
): Near[] {
  return shards.flatMap(({ words, counts }) =>
    words.flatMap((other, i) => {
      if (Math.abs(other.length - word.length) > allowed || other === word) return [];
      const distance = editDistance(word, other, allowed);
      return distance <= allowed ? [{ word: other, count: counts[i]!, distance }] : [];
    }),
  );
}

/**
 * How many letters were put in, left out, exchanged or swapped with their neighbour (optimal string alignment);
 * `limit + 1` stands for any more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length]!, limit + 1);
}
