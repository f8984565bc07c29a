/** How texts become search terms: the same for the index and for what is asked. */

/** Only this much of a text is read: texts are crawled and may be of any length. */
const TEXT_LIMIT = 400;
const TERM_LIMIT = 24;

/** Words that stand in nearly every description and so find nothing. */
const STOP_WORDS = new Set(
  (
    'the and for with from this that are can use used using when which will not you your its has have been into via all any ' +
    'but per than then also only such one two new more other must may should each it if is in of on or to by as at an be a'
  ).split(' '),
);

const PLAIN = /^[\0-\x7f]*$/;

/** Scripts that set no spaces between words: they are cut into pairs of characters. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;

/**
 * The words of a text in order: lower case, without what is invisible, cut at everything that is no letter or digit,
 * plurals as their singular. `GitHub` is one word.
 */
export function words(text: string): string[] {
  const read = text.slice(0, TEXT_LIMIT);
  // Most texts are plain; the long way round would take the index three times as long.
  if (PLAIN.test(read)) return (read.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(stem);
  return visibleOf(read)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (UNSPACED.test(word) ? pairs(word) : word === '' ? [] : [stem(word)]));
}

/** The terms of a name: its words, and where one turns like `camelCase`, the words that it is made of. */
export function nameTerms(name: string): string[] {
  const turned = visibleOf(name.slice(0, TEXT_LIMIT)).replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ');
  return [...new Set([...words(name), ...words(turned)])];
}

/** Without what is invisible, and how the site spells it out. */
function visibleOf(text: string): string {
  return text.normalize('NFKC').replace(/[\p{Cf}\p{M}]|⟨U\+[0-9A-F]+⟩/gu, '');
}

/** The terms of a description: its words without those that find nothing. */
export function textTerms(text: string): string[] {
  return words(text).filter((word) => word.length > 1 && !STOP_WORDS.has(word));
}

/** What two names must share to be the same name: their letters and digits. Empty for a name that has none. */
export function nameOf(text: string): string {
  return words(text).join('');
}

function stem(word: string): string {
  const clipped = word.slice(0, TERM_LIMIT);
  if (clipped.length > 4 && clipped.endsWith('ies')) return `${clipped.slice(0, -3)}y`;
  return clipped.length > 3 && /[^sui]s$/.test(clipped) ? clipped.slice(0, -1) : clipped;
}

function pairs(word: string): string[] {
  const characters = [...word];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}
