import { NEGATIONS, OPENERS, PREPOSITIONS, SUBORDINATORS } from '../lexicon/phrases.ts';
import type { VerbForm, VerbReading } from '../lexicon/compile.ts';
import { senseOf } from '../lexicon/resolve.ts';
import type { Act, Place } from './acts.ts';
import { objectOf } from './objects.ts';
import type { Role, Sentence, TermHit } from './sentences.ts';
import type { Passage, Token } from './tokens.ts';

const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
const OPENER = words(OPENERS);
const NEGATION = words(NEGATIONS);
const SUBORDINATE = words(SUBORDINATORS);
const PREPOSITION = words(PREPOSITIONS);
const JOINERS = words('and or then also plus optionally');
/** Verbs that before another noun of action are but its first half: `text search`, `place details`. */
const COMPOUNDS = words(
  'text type place order message comment email mail log build record test position trade stake lock process label tag group mark flag cluster block map release cache profile charge transfer report schedule queue plan forecast track head cat file project task image share access',
);
const AUXILIARY = words('do does did');
/** Behind these a sentence describes a state, and what follows is no act. */
const STATES = words('is are was were has have be');
const INCLUDING = words('including include includes such like');

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

/** How far a nominal sentence is searched for its head. */
const PHRASE_REACH = 12;
/** How far behind the head verb further verbs are joined to it. */
const JOIN_REACH = 60;

/** The acts that a description (or title) states, sentence by sentence. */
export function describedActs(
  passage: Passage,
  ranges: readonly Sentence[],
  hits: readonly TermHit[],
): Act[] {
  const acts: Act[] = [];
  for (const sentence of ranges) {
    if (sentence.role === 'returns' || sentence.role === 'args' || sentence.role === 'example') continue;
    sentenceActs(passage, sentence, hits, acts);
  }
  return acts;
}

function sentenceActs(passage: Passage, sentence: Sentence, hits: readonly TermHit[], acts: Act[]): void {
  const { tokens } = passage;
  const head = headVerb(tokens, sentence);
  if (!head) return;
  const place = PLACE[sentence.role];
  const add = (index: number, lemma: string): Act => {
    const { object, scope, words: said, end } = objectOf(tokens, hits, index, sentence.to);
    const token = tokens[index] as Token;
    const act: Act = {
      place,
      pointer: passage.pointer,
      start: token.start,
      end: Math.max(token.end, tokens[end - 1]?.end ?? 0),
      lemma,
      sense: senseOf(lemma, object, scope),
      negated: isNegated(tokens, sentence.from, index),
      object,
      scope,
      words: said,
    };
    acts.push(act);
    return act;
  };
  add(head.index, head.lemma);
  for (const { index, lemma } of joined(tokens, sentence, head)) add(index, lemma);
}

interface Head {
  readonly index: number;
  readonly lemma: string;
  readonly form: VerbForm | 'noun';
}

/** The verb that a sentence's subject does: the first finite verb behind words that say nothing. */
function headVerb(tokens: readonly Token[], { from, to }: Sentence): Head | undefined {
  for (let index = from; index < Math.min(to, from + 25); index++) {
    const token = tokens[index] as Token;
    const verb = token.known?.verb;
    const opener = OPENER.has(token.word);
    if (AUXILIARY.has(token.word)) continue;
    if (verb && verb.form !== 'ed' && isHead(tokens, index, from, to, verb, opener)) {
      return { index, lemma: verb.lemma, form: verb.form };
    }
    const passes =
      opener ||
      PREPOSITION.has(token.word) ||
      NEGATION.has(token.word) ||
      token.word.endsWith('ly') ||
      SUBORDINATE.has(token.word) ||
      JOINERS.has(token.word) ||
      /^\d+$/.test(token.word);
    if (!passes) return nominalHead(tokens, index, to);
  }
  return undefined;
}

/** Whether a verb form at a place can be the head: not `use` in `use this tool`, not `allows` in `allows you`. */
function isHead(
  tokens: readonly Token[],
  index: number,
  from: number,
  to: number,
  verb: VerbReading,
  opener: boolean,
): boolean {
  const token = tokens[index] as Token;
  const next = tokens[index + 1];
  const atStart = index === from;
  if (verb.form === 'ing' && !atStart) {
    const previous = (tokens[index - 1] as Token).word;
    if (
      !['for', 'of', 'by', 'and', 'supports', 'provides', 'in'].includes(previous) &&
      !previous.endsWith('ly')
    )
      return false;
  }
  if (opener) {
    const plain = next && (OPENER.has(next.word) || PREPOSITION.has(next.word));
    if (
      verb.lemma === 'use' ||
      verb.lemma === 'allow' ||
      verb.lemma === 'provide' ||
      verb.lemma === 'support'
    )
      return false;
    if (plain || !next || index + 1 >= to) return false;
    if (!atStart) return false;
  }
  if (COMPOUNDS.has(token.word) && next && index + 1 < to) {
    if (next.known?.nominal !== undefined || (next.known?.verb?.nounish && next.known.verb.form === 'base'))
      return false;
  }
  if (verb.nounish && verb.form === 'base' && index + 1 < to && next) {
    const follower = next.known?.verb;
    if (follower && !follower.nounish && follower.form === 's') return false;
  }
  return true;
}

/** The head of a sentence without a leading verb: `Web search with …`, `A tool that deletes …`. */
function nominalHead(tokens: readonly Token[], from: number, to: number): Head | undefined {
  let best: Head | undefined;
  for (let index = from; index < Math.min(to, from + PHRASE_REACH); index++) {
    const token = tokens[index] as Token;
    const { verb, nominal } = token.known ?? {};
    const clause =
      token.word === 'that' || token.word === 'which' || token.word === 'to' || token.word === 'can';
    if (clause) {
      const next = tokens[index + 1]?.known?.verb;
      if (next && index + 1 < to && next.form !== 'ed' && next.form !== 'ing') {
        return { index: index + 1, lemma: next.lemma, form: next.form };
      }
    }
    if (index > from && verb?.form === 's' && !verb.nounish) return { index, lemma: verb.lemma, form: 's' };
    if (best && (PREPOSITION.has(token.word) || SUBORDINATE.has(token.word) || token.before === ':'))
      return best;
    if (nominal !== undefined) best = { index, lemma: nominal, form: 'noun' };
    else if (verb && (verb.form === 'base' || verb.form === 'ing') && (verb.nounish || verb.form === 'ing')) {
      best = { index, lemma: verb.lemma, form: 'noun' };
    }
  }
  return best;
}

/** Verbs joined to the head: `create, update and delete`, `(list, add, remove)`, `including deleting`. */
function joined(
  tokens: readonly Token[],
  sentence: Sentence,
  head: Head,
): { index: number; lemma: string }[] {
  const found: { index: number; lemma: string }[] = [];
  const end = Math.min(sentence.to, head.index + JOIN_REACH);
  let adjacent = true;
  for (let index = head.index + 1; index < end; index++) {
    const token = tokens[index] as Token;
    const previous = tokens[index - 1] as Token;
    if (token.before === '(' || token.before === ':' || INCLUDING.has(previous.word)) {
      const list = verbList(tokens, index, end, INCLUDING.has(previous.word));
      if (list.length > 0) {
        found.push(...list);
        index = (list.at(-1) as { index: number }).index;
        continue;
      }
    }
    if (SUBORDINATE.has(token.word)) break;
    const verb = token.known?.verb;
    const joins = JOINERS.has(previous.word) || token.before === ',' || token.before === '/';
    if (verb && joins && matches(verb, head.form) && (adjacent || !verb.nounish))
      found.push({ index, lemma: verb.lemma });
    else if (!JOINERS.has(token.word) && !token.word.endsWith('ly')) adjacent = false;
  }
  return found;
}

const matches = (verb: VerbReading, form: Head['form']): boolean =>
  verb.form === (form === 'noun' ? 'base' : form);

/** The items of a list of verbs that begins at a token; none when its first item is no verb. */
function verbList(
  tokens: readonly Token[],
  from: number,
  end: number,
  including: boolean,
): { index: number; lemma: string }[] {
  const items: { index: number; lemma: string }[] = [];
  let form: VerbForm | undefined;
  for (let index = from; index < end; index++) {
    const token = tokens[index] as Token;
    const starts =
      index === from ||
      token.before === ',' ||
      token.before === '/' ||
      JOINERS.has((tokens[index - 1] as Token).word);
    if (index > from && (token.before === '(' || token.before === ')' || token.before === ':')) break;
    if (!starts || JOINERS.has(token.word)) continue;
    const verb = token.known?.verb;
    form ??= verb?.form;
    if (!verb || verb.form === 'ed' || verb.form !== form || (including && verb.form !== 'ing')) break;
    items.push({ index, lemma: verb.lemma });
  }
  const firm = items.some(({ index }) => !tokens[index]?.known?.verb?.nounish);
  return firm && items.length > 1 ? items : including && firm ? items : [];
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
