import { lookUp, type Word } from '../lexicon/compile.ts';
import { fold, type Folded } from './fold.ts';

/** A word of a text. Offsets count in the folded text; it ends where its letters end (`endOf`). */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly known: Word | undefined;
  /** The marks before it that matter to a reader: the last of `. , : ( / = - # < [`, or nothing. */
  readonly before: string;
}

/** The offset behind a token's last letter. */
export const endOf = (token: Token): number => token.start + token.word.length;

/** Whether a word is written like the name of a tool or parameter, `with_underscores`. */
export const isIdentifier = ({ word }: Token): boolean => word.indexOf('_', 1) > 0;

const UNDERSCORE = 95;
const APOSTROPHE = 39;

function isWordUnit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    code === UNDERSCORE ||
    code > 127 ||
    (code >= 65 && code <= 90)
  );
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/**
 * The words of a folded text, with the marks between them reduced to one. Line breaks are spaces, so that
 * re-wrapping a text changes nothing.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const length = text.length;
  let before = '';
  let index = 0;
  while (index < length) {
    const code = text.charCodeAt(index);
    if (!isWordUnit(code)) {
      before = markAt(text, index, code, before, tokens);
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
    const written = text.slice(start, index);
    const known = lookUp(written);
    const word = known === undefined ? written : known.text;
    tokens.push({ word, start, known, before });
    before = '';
  }
  return tokens;
}

/** The mark that a character leaves before the next word; a full stop outweighs what comes before it. */
function markAt(text: string, index: number, code: number, before: string, tokens: Token[]): string {
  if (isSpace(code)) return before;
  switch (code) {
    case 46: // .
    case 33: // !
    case 63: {
      // ?
      const next = text.charCodeAt(index + 1);
      const abbreviation = code === 46 && tokens.at(-1)?.word.length === 1;
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
      if (isolated) return '*';
      return before || (code === 45 ? '-' : '');
    }
    case 35: // #
      return before === '' || before === '.' ? '#' : before;
    case 44: // ,
    case 47: // /
    case 40: // (
    case 41: // )
    case 58: // :
    case 61: // =
    case 60: // <
    case 91: // [
    case 93: // ]
    case 124: // |
      return before === '.' || before === '*' ? before : String.fromCharCode(code);
    case 96: // `
    case 34: // "
      return before || "'";
    default:
      return before;
  }
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
