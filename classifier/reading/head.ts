import { NEGATIONS, OPENERS, PREPOSITIONS, SUBORDINATORS } from '../lexicon/phrases.ts';
import type { VerbForm, VerbReading } from '../lexicon/compile.ts';
import type { Sentence } from './sentences.ts';
import type { Token } from './tokens.ts';

/** The verb that says what a sentence's subject does, or the noun of action that stands for one. */
export interface Head {
  readonly index: number;
  readonly lemma: string;
  readonly form: VerbForm | 'noun';
}

const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
const OPENER = words(OPENERS);
const NEGATION = words(NEGATIONS);
const SUBORDINATE = words(SUBORDINATORS);
const PREPOSITION = words(PREPOSITIONS);
const PASSED = new Set([
  ...OPENER,
  ...NEGATION,
  ...SUBORDINATE,
  ...PREPOSITION,
  ...words('and or then also plus do does did'),
]);
/** Verbs that before another noun of action are but its first half: `text search`, `place details`. */
const COMPOUNDS = words(
  'text place order message comment email mail log build record test position trade stake lock process label tag group mark flag cluster block map release cache branch profile charge transfer report schedule queue plan forecast track head cat file project task image share access',
);
/** Words that are verbs only before an article or the like. */
export const RARELY_VERBS = words(
  'issue hold raise mask pair seal exchange reward credit debit commission text arm wire tip bin mail sms stamp seed fire type file',
);
const DETERMINERS = words(
  'a an the this that your my our their its his her someone anyone all any one each every it them me us user users text keys characters into in keystrokes',
);
/** Nouns that make a word before them a noun too: `burn rate`, `release notes`, `block height`. */
export const INFORMATIVE = words(
  `rate rates fee fees notes stages times height odds headers hierarchy graph suggestions conflicts quote quotes
   surface rewards reasons conditions standings hours theory fraction chain quality history details types count
   counts probability preview book prices catalog catalogue diagram cycle cycles period periods`,
);
/** Verbs that with one of these nouns behind them are half of a noun: `deploy keys`, `kill chain`. */
const COMPOUND_NOUNS = new Map(
  Object.entries({
    deploy: words('key keys token tokens hook hooks'),
    kill: words('chain chains switch switches'),
    pull: words('request requests'),
    release: words('note notes'),
    build: words('log logs artifact artifacts'),
    call: words('log logs graph graphs stack stacks'),
    run: words('book books'),
    order: words('book books'),
    play: words('mode modes'),
    compile: words('status errors'),
    turn: words('by'),
    step: words('by'),
    forward: words('geocoding geocode geocoder contract contracts rate rates'),
    comment: words('thread threads history count counts author authors section sections'),
  }),
);

/** Whether a verb's word and the next one are a noun. */
export const isCompoundNoun = (verb: string, next: string | undefined): boolean =>
  next !== undefined && COMPOUND_NOUNS.get(verb)?.has(next) === true;
/** What stands open by itself: `open orders`. */
export const OPEN_THINGS = words(
  'orders positions issues tickets trades interest incidents cases bugs invoices bills deals tasks alerts requests',
);
/** Nouns of change that can head a phrase: `fast file upload`. */
const ACTION_NOUNS = words(
  'upload import update sync transfer refund swap backup restore merge publish submit subscribe purchase payment broadcast checkout',
);
/** Senses of which a noun alone is no sign. */
const SOFT = new Set(['write', 'message', 'money', 'device', 'browser']);
/** What teaches its reader to do something, and does nothing itself: `instructions to fix …`. */
const TEACHING = words('instructions guidance steps advice recipes');
/** Words that are adjectives behind an article. */
export const ADJECTIVES = words('empty clean clear open complete separate duplicate secure lower');
const ARTICLES = words('a an any each the');
const CONJUNCTIONS = words('and or then');
const AUXILIARY = words('do does did');
/** Verbs that only open a sentence: `allows you to …`, `provides a way to …`. */
const OPENING_VERBS = words('use allow provide support enable help let');
/** Behind these a sentence describes a state, and what follows is no act. */
const STATES = words('is are was were has have be');
/** Words behind which a form in -ing is the act: `a tool for deleting`. */
const BEFORE_ING = words('for of by and in supports provides');

/** What may be done to the things named before: `Images safe to delete`. */
const FIT = words('safe ready eligible due scheduled likely');

/** What tells of the noun before it: `Flags nobody has set`. */
const TOLD_OF = words('that nobody whose');
/** How far the head is looked for, and how far a nominal phrase reaches. */
const SENTENCE_REACH = 25;
const PHRASE_REACH = 12;
const SUBJECT_REACH = 6;

/** The head of a sentence: its first finite verb behind words that say nothing, else its noun of action. */
export function headOf(tokens: readonly Token[], { from, to }: Sentence): Head | undefined {
  for (let index = from; index < Math.min(to, from + SENTENCE_REACH); index++) {
    const token = tokens[index] as Token;
    if (
      token.word === 'dry' &&
      tokens[index + 1]?.word === 'run' &&
      ARTICLES.has(tokens[index + 2]?.word ?? '')
    )
      return { index, lemma: 'simulate', form: 'base' };
    if (AUXILIARY.has(token.word) || (index > from && isAdjective(tokens, index))) continue;
    const verb = token.known?.verb;
    if (verb && verb.form !== 'ed' && leads(tokens, index, from, to, verb)) {
      const predicate = verb.form === 'ing' && index === from ? predicateOf(tokens, index, to) : undefined;
      return predicate ?? { index, lemma: verb.lemma, form: verb.form };
    }
    const passed = PASSED.has(token.word) || token.word.endsWith('ly') || /^\d+$/.test(token.word);
    if (!passed) return nominalHead(tokens, index, to);
  }
  return undefined;
}

/** Whether a word that may be a verb tells of the noun behind it: `An empty filter`. */
const isAdjective = (tokens: readonly Token[], index: number): boolean =>
  ADJECTIVES.has((tokens[index] as Token).word) && ARTICLES.has((tokens[index - 1] as Token).word);

/** What is said of a form in -ing that is a sentence's subject: `Lowering it deletes older events`. */
function predicateOf(tokens: readonly Token[], subject: number, to: number): Head | undefined {
  for (let index = subject + 1; index < Math.min(to, subject + SUBJECT_REACH); index++) {
    const { word, before, known } = tokens[index] as Token;
    if (before !== '' || SUBORDINATE.has(word)) return undefined;
    if (known?.verb?.form === 's' && !known.verb.nounish)
      return { index, lemma: known.verb.lemma, form: 's' };
  }
  return undefined;
}

/** Whether a verb form can be the head where it stands. */
function leads(
  tokens: readonly Token[],
  index: number,
  from: number,
  to: number,
  verb: VerbReading,
): boolean {
  const token = tokens[index] as Token;
  const next = index + 1 < to ? tokens[index + 1] : undefined;
  const previous = index > from ? (tokens[index - 1] as Token).word : undefined;
  if (verb.form === 'ing' && previous !== undefined && !BEFORE_ING.has(previous) && !previous.endsWith('ly'))
    return false;
  if (OPENER.has(token.word)) {
    if (OPENING_VERBS.has(verb.lemma) || previous !== undefined || !next) return false;
    if (OPENER.has(next.word) || PREPOSITION.has(next.word)) return false;
  }
  if (!next) return true;
  if (verb.form === 'base' && isCompoundNoun(token.word, next.word)) return false;
  if (previous !== undefined && isCompoundNoun(previous, token.word)) return false;
  if (verb.form === 'ing' && (INFORMATIVE.has(next.word) || isName(tokens, index, to))) return false;
  if (verb.nounish && (next.word === 'of' || TOLD_OF.has(next.word) || isNounHere(tokens, index, to, verb)))
    return false;
  if (token.word === 'open' && OPEN_THINGS.has(next.word)) return false;
  if (index === from && verb.nounish && next.before === ',' && isNounList(tokens, index, to)) return false;
  const follower = next.known?.verb;
  if (COMPOUNDS.has(token.word) && next.before === '') {
    if (next.known?.nominal !== undefined || follower?.form === 'base') return false;
  }
  if (verb.nounish && verb.form === 's' && isTold(tokens, index + 1, to)) return false;
  return !(verb.nounish && verb.form === 'base' && follower && !follower.nounish && follower.form === 's');
}

/**
 * Whether a list that begins with a word that is as often a noun is one of nouns, `Bid, ask, last, volume`: its last
 * item is none that could be done to something, as in `Order, ship and bill goods`.
 */
function isNounList(tokens: readonly Token[], index: number, to: number): boolean {
  let named = false;
  for (let at = index + 1; at < to; at++) {
    const { word, before, known } = tokens[at] as Token;
    const begins =
      before === ',' ? !CONJUNCTIONS.has(word) : CONJUNCTIONS.has((tokens[at - 1] as Token).word);
    if (!begins) continue;
    const verb = known?.verb;
    if (verb && verb.form !== 'ed' && !verb.nounish && verb.sense !== 'read') return false;
    named = !verb && !word.endsWith('ly');
  }
  return named;
}

/** Whether a participle with words of its own tells of the noun before it: `Issues matching a query`. */
function isTold(tokens: readonly Token[], index: number, to: number): boolean {
  const form = tokens[index]?.known?.verb?.form;
  if ((form !== 'ing' && form !== 'ed') || index + 1 >= to) return false;
  const { word } = tokens[index + 1] as Token;
  return PREPOSITION.has(word) || (form === 'ing' && ARTICLES.has(word));
}

/** Whether a word that is as often a noun is one: `Kill risk is …`, `Release notes for …`, `Text patent search`. */
function isNounHere(tokens: readonly Token[], index: number, to: number, verb: VerbReading): boolean {
  const next = tokens[index + 1] as Token;
  if (verb.form === 'base' && RARELY_VERBS.has(verb.lemma) && !DETERMINERS.has(next.word))
    return !(CONJUNCTIONS.has(next.word) && tokens[index + 2]?.known?.verb !== undefined);
  if (verb.form === 'base' && INFORMATIVE.has(next.word)) return true;
  for (let at = index + 1; at < Math.min(to, index + 4); at++) {
    const { word, before } = tokens[at] as Token;
    if (before !== '' || PREPOSITION.has(word) || SUBORDINATE.has(word)) return false;
    if (word === 'is' || word === 'are' || word === 'was' || word === 'were') return true;
  }
  return false;
}

/** The head of a sentence without a leading verb: `Web search with …`, `A tool that deletes …`. */
function nominalHead(tokens: readonly Token[], from: number, to: number): Head | undefined {
  let best: Head | undefined;
  // What stands behind a colon are the parts of what was named.
  let listed = false;
  for (let index = from; index < Math.min(to, from + PHRASE_REACH); index++) {
    const token = tokens[index] as Token;
    const { verb, nominal } = token.known ?? {};
    if (STATES.has(token.word)) return best;
    if (token.word === 'to' && index > from && FIT.has((tokens[index - 1] as Token).word)) return undefined;
    if (token.word === 'that' || token.word === 'which' || token.word === 'to' || token.word === 'can') {
      const next = index + 1 < to ? tokens[index + 1]?.known?.verb : undefined;
      if (next && tellsOfThings(tokens, index, to, next)) return token.word === 'to' ? undefined : best;
      if (next && (next.form === 'base' || next.form === 's'))
        return { index: index + 1, lemma: next.lemma, form: next.form };
    }
    if (index > from && verb?.form === 's' && !verb.nounish && !isListed(tokens, index, to, verb))
      return { index, lemma: verb.lemma, form: 's' };
    // `Nutrition per serving` measures.
    if (index > from && !best && PREPOSITION.has(token.word))
      return token.word === 'per' ? undefined : actBehind(tokens, index, to);
    if (best && (PREPOSITION.has(token.word) || SUBORDINATE.has(token.word) || token.before === ':'))
      return best;
    listed ||= index > from && token.before === ':';
    if (nominal !== undefined && !listed) best = { index, lemma: nominal, form: 'noun' };
    else if (verb && standsForAct(tokens, index, to, verb)) best = { index, lemma: verb.lemma, form: 'noun' };
  }
  return best;
}

/** Whether a word stands in a list of what was named: `impressions, clicks, saves and growth`. A loss never does. */
function isListed(tokens: readonly Token[], index: number, to: number, verb: VerbReading): boolean {
  const next = index + 1 < to ? (tokens[index + 1] as Token) : undefined;
  return (
    SOFT.has(verb.sense) &&
    (tokens[index] as Token).before === ',' &&
    (next === undefined || next.before === ',' || CONJUNCTIONS.has(next.word))
  );
}

/** Whether a verb's form, as a noun, says what is done: `deleting`, `Server restart`. */
function standsForAct(tokens: readonly Token[], index: number, to: number, verb: VerbReading): boolean {
  if (verb.form === 'ing') return !isName(tokens, index, to) && !informs(tokens, index, to);
  const { word } = tokens[index] as Token;
  if (verb.form !== 'base' || !countsAsNoun(word, verb) || informs(tokens, index, to)) return false;
  return !isCompoundNoun(word, tokens[index + 1]?.word) && (!verb.nounish || endsPhrase(tokens, index, to));
}

/** Whether a clause says what the things do that are shown: `jobs that run …`, `what the sandbox can run`. */
function tellsOfThings(tokens: readonly Token[], index: number, to: number, verb: VerbReading): boolean {
  const { word } = tokens[index] as Token;
  if (word === 'can') return index + 2 >= to;
  const before = index > 0 ? (tokens[index - 1] as Token).word : '';
  if (word === 'to') return TEACHING.has(before);
  const several = before.endsWith('s') && !/^(?:tools|functions|commands|.*ss)$/.test(before);
  return (word === 'that' || word === 'which') && verb.form === 'base' && several;
}

const informs = (tokens: readonly Token[], index: number, to: number): boolean =>
  index + 1 < to && INFORMATIVE.has((tokens[index + 1] as Token).word);

/** Whether a form in -ing names a thing: `Rating of a player`. */
const isName = (tokens: readonly Token[], index: number, to: number): boolean =>
  index + 1 < to &&
  (tokens[index + 1] as Token).word === 'of' &&
  SOFT.has((tokens[index] as Token).known?.verb?.sense ?? '');

/** Whether a noun phrase ends here, `Server restart for …`, and does not go on, `power draw of a run`. */
function endsPhrase(tokens: readonly Token[], index: number, to: number): boolean {
  const next = index + 1 < to ? (tokens[index + 1] as Token) : undefined;
  return (
    next === undefined || next.before !== '' || PASSED.has(next.word) || next.known?.nominal !== undefined
  );
}

/** Whether a verb's base form, as a noun, says what is done. */
function countsAsNoun(word: string, verb: VerbReading): boolean {
  return !SOFT.has(verb.sense) || ACTION_NOUNS.has(word);
}

/** The act that a preposition behind a noun introduces: `script for deleting …`. */
function actBehind(tokens: readonly Token[], preposition: number, to: number): Head | undefined {
  const index = preposition + 1;
  const verb = index < to ? tokens[index]?.known?.verb : undefined;
  return verb?.form === 'ing' ? { index, lemma: verb.lemma, form: 'noun' } : undefined;
}
