import { lookUpSpan, type Word } from '../lexicon/compile.ts';
import { fold, type Folded } from './fold.ts';

/** A word of a text. Offsets count in the folded text; it ends where its letters end (`endOf`). */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly known: Word | undefined;
  /**
   * The marks before it that matter to a reader: the last of `. , : ( / = - # < [`, `*` for a bullet, `+` for the first
   * bullet behind a colon, `>` for a closing tag, or nothing.
   */
  readonly before: string;
}

/** The offset behind a token's last letter. */
export const endOf = (token: Token): number => token.start + token.word.length;

/** Whether a word is written like the name of a tool or parameter, `with_underscores`. The lexicon has none. */
export const isIdentifier = ({ word, known }: Token): boolean =>
  known === undefined && word.indexOf('_', 1) > 0;

/** Whether a name with underscores begins with a verb, as tools' names do and parameters' do not. */
export function isToolName(token: Token): boolean {
  if (!isIdentifier(token)) return false;
  const { word } = token;
  return lookUpSpan(word, 0, word.indexOf('_', 1))?.verb?.form === 'base';
}

const SPACE = 32;
const LINE_FEED = 10;
const HASH = 35;
const APOSTROPHE = 39;

/** Which ASCII characters are letters, digits or underscores; asked for every character of every text. */
const ASCII_WORD = Uint8Array.from({ length: 128 }, (_, code) =>
  /\w/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isWordUnit(code: number): boolean {
  return code > 127 || ASCII_WORD[code] === 1;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/**
 * The words of a folded text, with the marks between them reduced to one. Line breaks are spaces, so that
 * re-wrapping a text changes nothing; one that ends a heading is a full stop.
 */
export function tokenize(text: string): Token[] {
  // Room for all at once: a long text's list costs more to grow, again and again, than to fill.
  const tokens = new Array<Token>(text.length >> 2);
  let count = 0;
  const length = text.length;
  let before = '';
  let heading = false;
  let index = 0;
  while (index < length) {
    const code = text.charCodeAt(index);
    if (code === SPACE) {
      index++;
      continue;
    }
    if (!isWordUnit(code)) {
      before = heading && code === LINE_FEED ? '.' : markAt(text, index, code, before, tokens[count - 1]);
      if (code === LINE_FEED) heading = false;
      else if (code === HASH && before === '#') heading = true;
      index++;
      continue;
    }
    const start = index;
    for (; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (!isWordUnit(unit)) {
        const inside = unit === APOSTROPHE && index + 1 < length && isWordUnit(text.charCodeAt(index + 1));
        if (!inside) break;
      }
    }
    const known = lookUpSpan(text, start, index);
    const word = known === undefined ? text.slice(start, index) : known.text;
    tokens[count++] = { word, start, known, before };
    before = '';
  }
  tokens.length = count;
  return tokens;
}

/** The mark that a character leaves before the next word; a full stop outweighs what comes before it. */
function markAt(text: string, index: number, code: number, before: string, last: Token | undefined): string {
  if (isSpace(code)) return before;
  switch (code) {
    case 46: // .
    case 33: // !
    case 63: {
      // ?
      const next = text.charCodeAt(index + 1);
      const abbreviation = code === 46 && last?.word.length === 1;
      const ends = Number.isNaN(next) || !isWordUnit(next);
      return ends && !abbreviation ? '.' : before || "'";
    }
    case 59: // ;
      return '.';
    case 42: // *
    case 45: {
      // -
      const isolated =
        (index === 0 || isSpace(text.charCodeAt(index - 1))) &&
        (isSpace(text.charCodeAt(index + 1)) || code === 42);
      if (isolated) return before === ':' || before === '+' ? '+' : '*';
      return before || (code === 45 ? '-' : '');
    }
    case 35: // #
      return opensHeading(text, index) &&
        (before === '' || before === '.' || before === '*' || before === '+')
        ? '#'
        : before;
    case 60: // <
      return opensLine(text, index) ? '<' : weaker(before, code);
    case 47: // /
      return before === '<' && text.charCodeAt(index - 1) === code + 13 ? '>' : weaker(before, code);
    case 44: // ,
    case 40: // (
    case 41: // )
    case 58: // :
    case 61: // =
    case 91: // [
    case 93: // ]
    case 124: // |
      return weaker(before, code);
    case 96: // `
    case 34: // "
      return before || "'";
    default:
      return before;
  }
}

/** A mark, unless what comes before it outweighs it. */
const weaker = (before: string, code: number): string =>
  before === '.' || before === '*' || before === '+' ? before : String.fromCharCode(code);

/** Whether nothing but spaces stands before a character on its line. */
function opensLine(text: string, index: number): boolean {
  let at = index - 1;
  while (at >= 0 && text.charCodeAt(at) === SPACE) at--;
  return at < 0 || text.charCodeAt(at) === LINE_FEED;
}

/** Whether a `#` begins a heading, or is one of several that do: `#12` is a number. */
function opensHeading(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  return next === SPACE || next === HASH;
}

/** A text of the definition, read once. */
export interface Passage {
  readonly pointer: string;
  /** What evidence is quoted from. */
  readonly original: string;
  readonly folded: Folded;
  readonly tokens: readonly Token[];
}

/** Reads one text of a definition. */
export function passage(pointer: string, original: string): Passage {
  const folded = fold(original);
  return { pointer, original, folded, tokens: tokenize(folded.text) };
}
