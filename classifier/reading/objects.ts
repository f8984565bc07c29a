import { PREPOSITIONS, SUBORDINATORS } from '../lexicon/phrases.ts';
import { NOTHING } from './acts.ts';
import type { NounSet } from '../lexicon/nouns.ts';
import type { TermHit } from './sentences.ts';
import type { Token } from './tokens.ts';

/** What a verb is done to, and what stands behind the preposition that follows. */
export interface VerbObject {
  readonly object: ReadonlySet<NounSet>;
  readonly scope: ReadonlySet<NounSet>;
  readonly words: readonly string[];
  /** The token behind what is quoted: the object up to its first mark. */
  readonly end: number;
}

const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
const PREPOSITION = words(PREPOSITIONS);
const SUBORDINATE = words(SUBORDINATORS);
/** Prepositions that belong to the verb before them: `search for`, `log in`, `look up`. */
const PARTICLES = words('for up down off out in on about of over');
const JOINING = words('and or then');
const ARTICLES = words('a an the its your their it them');
const MARKS = ',/(:|=[*';
const OBJECT_REACH = 9;
const SCOPE_REACH = 5;

/** The object of the verb at token `verb`, within the sentence that ends before token `to`. */
export function objectOf(
  tokens: readonly Token[],
  hits: readonly TermHit[],
  verb: number,
  to: number,
): VerbObject {
  let start = verb + 1;
  if (start < to && PARTICLES.has((tokens[start] as Token).word)) start++;
  const said: string[] = [];
  // `delete by filter`: what follows says how, not what.
  if (start < to && (tokens[start] as Token).word === 'by') return bare(tokens, hits, start, to);
  const behind = phraseEnd(tokens, start, Math.min(to, start + OBJECT_REACH), said);
  const object = setsIn(tokens, hits, start, behind);
  let end = start;
  while (end < behind && !MARKS.includes((tokens[end] as Token).before || ' ')) end++;
  if (behind >= to || !PREPOSITION.has((tokens[behind] as Token).word)) {
    return { object, scope: NOTHING, words: said, end };
  }
  const after = phraseEnd(tokens, behind + 1, Math.min(to, behind + 1 + SCOPE_REACH));
  return { object, scope: setsIn(tokens, hits, behind + 1, after), words: said, end };
}

/** Of a verb without an object, what stands behind its preposition. */
function bare(tokens: readonly Token[], hits: readonly TermHit[], by: number, to: number): VerbObject {
  const after = phraseEnd(tokens, by + 1, Math.min(to, by + 1 + SCOPE_REACH));
  return { object: NOTHING, scope: setsIn(tokens, hits, by + 1, after), words: [], end: by };
}

/** Where a noun phrase ends: before a preposition (but `of`), a clause, a colon or a parenthesis. */
function phraseEnd(tokens: readonly Token[], from: number, to: number, said?: string[]): number {
  let index = from;
  for (; index < to; index++) {
    const token = tokens[index] as Token;
    if (index > from && (token.before === ':' || token.before === '(')) break;
    // `The given file`: behind an article it tells of the noun.
    const isGiven = token.word === 'given' && index > from && ARTICLES.has((tokens[index - 1] as Token).word);
    if (SUBORDINATE.has(token.word) && token.word !== 'all' && !isGiven) break;
    if (index > from && JOINING.has(token.word) && isClause(tokens, index + 1, to)) break;
    if (PREPOSITION.has(token.word) && token.word !== 'of' && index > from) break;
    said?.push(token.word);
  }
  return index;
}

/** Whether a verb with an object of its own stands at a token: `and pages the engineer on call`. */
const isClause = (tokens: readonly Token[], verb: number, to: number): boolean =>
  verb + 1 < to &&
  !ARTICLES.has((tokens[verb] as Token).word) &&
  ARTICLES.has((tokens[verb + 1] as Token).word) &&
  (tokens[verb + 1] as Token).before === '';

/** The sets of all nouns in a stretch of tokens. Most stretches have none, and share one empty set. */
function setsIn(
  tokens: readonly Token[],
  hits: readonly TermHit[],
  from: number,
  to: number,
): ReadonlySet<NounSet> {
  let sets: Set<NounSet> | undefined;
  for (let index = from; index < to; index++) {
    const own = (tokens[index] as Token).known?.sets;
    if (own) for (const set of own) (sets ??= new Set()).add(set);
  }
  for (let index = firstFrom(hits, from); index < hits.length; index++) {
    const hit = hits[index] as TermHit;
    if (hit.from >= to) break;
    if (hit.to <= to) for (const noun of hit.nouns) (sets ??= new Set()).add(noun);
  }
  return sets ?? NOTHING;
}

/** The index of the first hit that begins at `from` or behind; hits are in the order of their beginnings. */
function firstFrom(hits: readonly TermHit[], from: number): number {
  let [low, high] = [0, hits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle] as TermHit).from < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
