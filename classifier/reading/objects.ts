import { PREPOSITIONS, SUBORDINATORS } from '../lexicon/phrases.ts';
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
  const object = new Set<NounSet>();
  const scope = new Set<NounSet>();
  const said: string[] = [];
  let index = verb + 1;
  if (index < to && PARTICLES.has((tokens[index] as Token).word)) index++;
  const start = index;
  index = collect(tokens, index, Math.min(to, start + OBJECT_REACH), object, said);
  addTerms(hits, start, index, object);
  let end = start;
  while (end < index && !MARKS.includes((tokens[end] as Token).before || ' ')) end++;
  if (index < to && PREPOSITION.has((tokens[index] as Token).word)) {
    const after = collect(tokens, index + 1, Math.min(to, index + 1 + SCOPE_REACH), scope, []);
    addTerms(hits, index + 1, after, scope);
  }
  return { object, scope, words: said, end };
}

/** Collects noun sets until a preposition (but `of`), a clause or a full stop ends the noun phrase. */
function collect(
  tokens: readonly Token[],
  from: number,
  to: number,
  sets: Set<NounSet>,
  said: string[],
): number {
  let index = from;
  for (; index < to; index++) {
    const token = tokens[index] as Token;
    if (index > from && (token.before === ':' || token.before === '(')) break;
    if (SUBORDINATE.has(token.word) && token.word !== 'all') break;
    if (PREPOSITION.has(token.word) && token.word !== 'of' && index > from) break;
    said.push(token.word);
    for (const set of token.known?.sets ?? []) sets.add(set);
  }
  return index;
}

function addTerms(hits: readonly TermHit[], from: number, to: number, sets: Set<NounSet>): void {
  for (let index = firstFrom(hits, from); index < hits.length; index++) {
    const hit = hits[index] as TermHit;
    if (hit.from >= to) break;
    if (hit.to <= to) for (const noun of hit.nouns) sets.add(noun);
  }
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
