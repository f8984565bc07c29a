import { NEGATIONS } from '../lexicon/phrases.ts';
import { senseOf } from '../lexicon/resolve.ts';
import type { Sense } from '../lexicon/verbs.ts';
import type { Act, Place } from './acts.ts';
import { headOf, type Head } from './head.ts';
import { joined } from './joined.ts';
import { objectOf } from './objects.ts';
import { requestAct } from './request.ts';
import type { Role, Sentence, TermHit } from './sentences.ts';
import { endOf, type Passage, type Token } from './tokens.ts';

const NEGATION = new Set(NEGATIONS.split(/\s+/));

const PLACE: Record<Role, Place> = {
  lead: 'lead',
  body: 'body',
  usage: 'usage',
  note: 'body',
  aside: 'aside',
  example: 'aside',
  args: 'aside',
  returns: 'aside',
  seeAlso: 'aside',
};

/** The acts that a description (or title) states, sentence by sentence. */
export function describedActs(
  passage: Passage,
  ranges: readonly Sentence[],
  hits: readonly TermHit[],
): Act[] {
  const request = requestAct(passage);
  if (request) return [request];
  const acts: Act[] = [];
  for (const sentence of ranges) {
    if (sentence.role === 'returns' || sentence.role === 'args' || sentence.role === 'example') continue;
    sentenceActs(passage, sentence, hits, acts);
  }
  return acts;
}

function sentenceActs(passage: Passage, sentence: Sentence, hits: readonly TermHit[], acts: Act[]): void {
  const { tokens } = passage;
  const head = headOf(tokens, sentence);
  if (!head) return;
  // In a later sentence only a leading verb states an act; nouns and lists there speak of other things.
  const stated = PLACE[sentence.role];
  const weak = stated === 'body' && head.form === 'noun' ? 'aside' : stated;
  const bare = bareNoun(tokens, sentence, head);
  const add = (index: number, lemma: string, place: Place): Act => {
    const { object, scope, words: said, end } = objectOf(tokens, hits, index, sentence.to);
    const token = tokens[index] as Token;
    const act: Act = {
      place,
      pointer: passage.pointer,
      start: token.start,
      end: Math.max(endOf(token), endOf(tokens[end - 1] ?? token)),
      lemma,
      sense: senseOf(lemma, object, scope),
      negated: isNegated(tokens, sentence.from, index) || isRefused(tokens, index, sentence.to),
      object,
      scope,
      words: said,
      ...(bare && { nominal: bare }),
    };
    acts.push(act);
    return act;
  };
  // `It supports reading, closing and dropping an index`: a list of modes, wherever it stands.
  const others = joined(tokens, sentence, head);
  const place = weak === 'body' && others.length > 0 && listsModes(tokens, sentence, head) ? 'mode' : weak;
  add(head.index, head.lemma, place);
  for (const { index, lemma, listed } of others)
    add(index, lemma, listed && place === 'body' ? 'aside' : place);
}

const SUPPORTING = new Set(['supports', 'support']);

/** Whether a sentence says what is supported by verbs in -ing. */
const listsModes = (tokens: readonly Token[], { from }: Sentence, head: Head): boolean =>
  tokens[head.index]?.known?.verb?.form === 'ing' &&
  tokens.slice(from, head.index).some(({ word }) => SUPPORTING.has(word));

/** Senses of which a noun in passing is no sign, as against a loss or code, which is taken at its word. */
const PASSING = new Set<Sense>(['write', 'message', 'money', 'device', 'browser', 'process', 'lifecycle']);

/** What tells of the things before it: `Releases with their notes`. */
const OF_THINGS = new Set(['with', 'in', 'by', 'whose', 'that']);

/** The noun, as often a verb, that may stand for the act: `the last command`, `gripper opening`, `Bids and asks`. */
function bareNoun(tokens: readonly Token[], { from, to }: Sentence, head: Head): Act['nominal'] {
  const verb = tokens[head.index]?.known?.verb;
  if (!verb || !PASSING.has(verb.sense)) return undefined;
  const next = head.index + 1 < to ? (tokens[head.index + 1] as Token).word : '';
  if (head.form === 'noun') {
    const stands = next !== 'of' && (verb.form === 'ing' || (verb.form === 'base' && verb.nounish));
    return stands ? 'noun' : undefined;
  }
  if (head.index !== from || verb.form !== 's') return undefined;
  if (verb.sense === 'money' && next === 'and') return 'noun';
  return verb.nounish && OF_THINGS.has(next) ? 'plural' : undefined;
}

const REFUSED = new Set(['rejected', 'refused', 'blocked', 'forbidden', 'disallowed', 'prohibited']);
/** How many words may stand between a statement's name and the word that it is refused. */
const REFUSAL_REACH = 6;

/** Whether the verb is done to nothing, `sends no traffic`, or is but named to say that it is refused. */
function isRefused(tokens: readonly Token[], verb: number, to: number): boolean {
  const next = verb + 1 < to ? (tokens[verb + 1] as Token) : undefined;
  if (next?.before === '' && (next.word === 'no' || next.word === 'nothing')) return true;
  for (let index = verb + 1; index < Math.min(to - 1, verb + REFUSAL_REACH); index++) {
    const { word, known } = tokens[index] as Token;
    if (word === 'are' || word === 'is') return REFUSED.has((tokens[index + 1] as Token).word);
    const lists = word === 'and' || word === 'or' || word === 'ddl' || known?.verb?.form === 'base';
    if (!lists) return false;
  }
  return false;
}

/** Whether a negation governs the verb: within five words before it, with no `but` between. */
export function isNegated(tokens: readonly Token[], from: number, verb: number): boolean {
  for (let index = verb - 1; index >= Math.max(from, verb - 5); index--) {
    const { word } = tokens[index] as Token;
    if (word === 'but' || word === 'only') return false;
    if (NEGATION.has(word)) return true;
  }
  return false;
}
