/** Words found letter by letter in a longer text, without cutting them out of it first. */

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789_'";

/** The column of each ASCII character in a node's row; 255 for one that no word contains. */
const COLUMN = new Uint8Array(128).fill(255);
for (let column = 0; column < ALPHABET.length; column++) COLUMN[ALPHABET.charCodeAt(column)] = column;

/** Which word stands between two offsets of a text. */
export type SpanLookUp<T> = (text: string, start: number, end: number) => T | undefined;

/**
 * A tree of the keys of `words`: one row of child nodes a node, so that finding a word reads one number a letter.
 * @throws RangeError when a word has other characters than small ASCII letters, digits, `_` and `'`.
 */
export function spanLookUp<T>(words: ReadonlyMap<string, T>): SpanLookUp<T> {
  const width = ALPHABET.length;
  const letters = [...words.keys()].reduce((sum, word) => sum + word.length, 1);
  const children = new Int32Array(letters * width);
  const ends: (T | undefined)[] = [undefined];
  for (const [word, value] of words) {
    let node = 0;
    for (const letter of word) {
      const column = COLUMN[letter.charCodeAt(0)] ?? 255;
      if (column === 255) throw new RangeError(`"${word}" has a character that no word may have.`);
      const at = node * width + column;
      if (children[at] === 0) children[at] = ends.push(undefined) - 1;
      node = children[at] as number;
    }
    ends[node] = value;
  }
  const table = children.slice(0, ends.length * width);
  return (text, start, end) => {
    let node = 0;
    for (let index = start; index < end; index++) {
      const column = COLUMN[text.charCodeAt(index)] ?? 255;
      if (column === 255) return undefined;
      node = table[node * width + column] as number;
      if (node === 0) return undefined;
    }
    return ends[node];
  };
}
