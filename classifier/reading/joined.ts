import { SUBORDINATORS } from '../lexicon/phrases.ts';
import type { VerbForm } from '../lexicon/compile.ts';
import { ADJECTIVES, type Head } from './head.ts';
import type { Sentence } from './sentences.ts';
import type { Sense } from '../lexicon/verbs.ts';
import type { Token } from './tokens.ts';

/** A verb joined to a head; `listed` when it stands in a list, such as one in parentheses. */
export interface JoinedVerb {
  readonly index: number;
  readonly lemma: string;
  readonly listed: boolean;
}

const SUBORDINATE = new Set(SUBORDINATORS.split(/\s+/));
/** Words that only a verb can have behind it. */
const OBJECTS = new Set(['it', 'them', 'the', 'a', 'an', 'its', 'their', 'your']);
const JOINERS = new Set(['and', 'or', 'then', 'also', 'plus', 'optionally']);
const INCLUDING = new Set(['including', 'include', 'includes', 'such', 'like']);
/** What a list behind these words names happened, and is not what the tool does: `the event (insert, delete)`. */
const HAPPENINGS = new Set(['event', 'events', 'trigger', 'triggers']);
/** How far behind the head verb further verbs are joined to it. */
const JOIN_REACH = 60;

/** Verbs joined to the head: `create, update and delete`, `(list, add, remove)`, `including deleting`. */
export function joined(tokens: readonly Token[], sentence: Sentence, head: Head): JoinedVerb[] {
  const found: JoinedVerb[] = [];
  const form = formOf(tokens, head);
  const end = Math.min(sentence.to, head.index + JOIN_REACH);
  let adjacent = true;
  let clause = false;
  let means = false;
  for (let index = head.index + 1; index < end; index++) {
    const token = tokens[index] as Token;
    const previous = tokens[index - 1] as Token;
    if (token.before === '(' && HAPPENINGS.has(previous.word)) break;
    if (token.before === '(' || token.before === ':' || INCLUDING.has(previous.word)) {
      const list = verbList(tokens, index, end, INCLUDING.has(previous.word));
      if (list.length > 0) {
        found.push(...list);
        index = (list.at(-1) as JoinedVerb).index;
        continue;
      }
    }
    clause ||= SUBORDINATE.has(token.word) && !isMeasure(token.word, previous.word);
    // `follow-up tasks`, `sign-in events`: half of a word.
    const verb = isHalf(tokens, index) ? undefined : token.known?.verb;
    // `Completes a migration by applying changes and deleting the branch`: how it is done is done too.
    const how =
      verb?.form === 'ing' && !clause && (previous.word === 'by' || (means && JOINERS.has(previous.word)));
    if (how) {
      means = true;
      found.push({ index, lemma: verb.lemma, listed: false });
      continue;
    }
    // Behind a clause only what is done to what was found goes on: `finds volumes that lie idle and deletes them`.
    if (clause && !(verb && takesThem(tokens, index, end))) continue;
    const joins = isJoined(tokens, index) || token.before === ',' || token.before === '/';
    // `interactions, duplicate therapy`, `bank lines and open invoices`: it tells of another noun.
    const thing = !adjacent && (ADJECTIVES.has(token.word) || isListedThing(tokens, index, end));
    const acts = (adjacent || !verb?.nounish || takesObject(tokens, index, end)) && !thing;
    if (verb && joins && verb.form === form && acts) found.push({ index, lemma: verb.lemma, listed: false });
    else if (!JOINERS.has(token.word) && !token.word.endsWith('ly')) adjacent = false;
  }
  return found;
}

/** Whether `and` or the like stands before a word, or before the adverb before it: `and physically removes`. */
function isJoined(tokens: readonly Token[], index: number): boolean {
  const previous = tokens[index - 1] as Token;
  if (JOINERS.has(previous.word)) return true;
  return previous.word.endsWith('ly') && index > 1 && JOINERS.has((tokens[index - 2] as Token).word);
}

/** Whether `than` compares, `older than a day`, and says nothing of what is done instead. */
const isMeasure = (word: string, previous: string): boolean =>
  word === 'than' && /er$|^(?:more|less)$/.test(previous) && previous !== 'rather';

/** Whether a hyphen joins a verb to the word behind it; `and shut-down …` is taken at its word. */
const isHalf = (tokens: readonly Token[], index: number): boolean =>
  tokens[index + 1]?.before === '-' &&
  tokens[index + 1]?.known?.verb === undefined &&
  IN_PASSING.has(tokens[index]?.known?.verb?.sense ?? 'destroy');

/** Whether a word is one of several things: `by name, handle or e-mail`, `a channel (or DM)`. A loss never is. */
function isListedThing(tokens: readonly Token[], index: number, end: number): boolean {
  const { before, known } = tokens[index] as Token;
  if (!known?.verb || !IN_PASSING.has(known.verb.sense)) return false;
  const next = index + 1 < end ? (tokens[index + 1] as Token) : undefined;
  if ((tokens[index - 1] as Token).before === '(' && next?.before === ')') return true;
  if (before !== ',' || next === undefined || !JOINERS.has(next.word)) return false;
  return index + 2 < end && tokens[index + 2]?.known?.verb === undefined;
}

const IN_PASSING = new Set<Sense>(['light', 'write', 'message']);

const THEM = new Set(['it', 'them']);

/** Whether `it` or `them` is done to: `and deletes them`. */
const takesThem = (tokens: readonly Token[], index: number, end: number): boolean =>
  index + 1 < end &&
  JOINERS.has((tokens[index - 1] as Token).word) &&
  THEM.has((tokens[index + 1] as Token).word);

/** Whether an object follows that only a verb can have: `takes a picture and stores it`, `and start printing`. */
function takesObject(tokens: readonly Token[], index: number, end: number): boolean {
  const next = index + 1 < end ? (tokens[index + 1] as Token) : undefined;
  const joined = JOINERS.has((tokens[index - 1] as Token).word);
  return joined && next?.before === '' && (OBJECTS.has(next.word) || next.known?.verb?.form === 'ing');
}

/** The form of verbs that can be joined to a head: `by copying it and deleting the rest` goes on as it began. */
function formOf(tokens: readonly Token[], { index, form }: Head): VerbForm {
  if (form !== 'noun') return form;
  return tokens[index]?.known?.verb?.form === 'ing' ? 'ing' : 'base';
}

/** The items of a list of verbs that begins at a token; none when its first item is no verb. */
function verbList(tokens: readonly Token[], from: number, end: number, including: boolean): JoinedVerb[] {
  const items: JoinedVerb[] = [];
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
    items.push({ index, lemma: verb.lemma, listed: true });
  }
  const firm = items.some(({ index }) => !tokens[index]?.known?.verb?.nounish);
  return firm && items.length > 1 ? items : including && firm ? items : [];
}
