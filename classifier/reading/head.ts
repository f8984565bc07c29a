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
const AUXILIARY = words('do does did');
/** Verbs that only open a sentence: `allows you to …`, `provides a way to …`. */
const OPENING_VERBS = words('use allow provide support enable help let');
/** Behind these a sentence describes a state, and what follows is no act. */
const STATES = words('is are was were has have be');
/** Words behind which a form in -ing is the act: `a tool for deleting`. */
const BEFORE_ING = words('for of by and in supports provides');

/** How far the head is looked for, and how far a nominal phrase reaches. */
const SENTENCE_REACH = 25;
const PHRASE_REACH = 12;

/** The head of a sentence: its first finite verb behind words that say nothing, else its noun of action. */
export function headOf(tokens: readonly Token[], { from, to }: Sentence): Head | undefined {
  for (let index = from; index < Math.min(to, from + SENTENCE_REACH); index++) {
    const token = tokens[index] as Token;
    if (AUXILIARY.has(token.word)) continue;
    const verb = token.known?.verb;
    if (verb && verb.form !== 'ed' && leads(tokens, index, from, to, verb)) {
      return { index, lemma: verb.lemma, form: verb.form };
    }
    const passed = PASSED.has(token.word) || token.word.endsWith('ly') || /^\d+$/.test(token.word);
    if (!passed) return nominalHead(tokens, index, to);
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
  const follower = next.known?.verb;
  if (COMPOUNDS.has(token.word)) {
    if (next.known?.nominal !== undefined || follower?.form === 'base') return false;
  }
  return !(verb.nounish && verb.form === 'base' && follower && !follower.nounish && follower.form === 's');
}

/** The head of a sentence without a leading verb: `Web search with …`, `A tool that deletes …`. */
function nominalHead(tokens: readonly Token[], from: number, to: number): Head | undefined {
  let best: Head | undefined;
  for (let index = from; index < Math.min(to, from + PHRASE_REACH); index++) {
    const token = tokens[index] as Token;
    const { verb, nominal } = token.known ?? {};
    if (STATES.has(token.word)) return best;
    if (token.word === 'that' || token.word === 'which' || token.word === 'to' || token.word === 'can') {
      const next = index + 1 < to ? tokens[index + 1]?.known?.verb : undefined;
      if (next && (next.form === 'base' || next.form === 's'))
        return { index: index + 1, lemma: next.lemma, form: next.form };
    }
    if (index > from && verb?.form === 's' && !verb.nounish) return { index, lemma: verb.lemma, form: 's' };
    if (best && (PREPOSITION.has(token.word) || SUBORDINATE.has(token.word) || token.before === ':'))
      return best;
    if (nominal !== undefined) best = { index, lemma: nominal, form: 'noun' };
    else if (verb && (verb.form === 'ing' || (verb.form === 'base' && (verb.nounish || index > from)))) {
      best = { index, lemma: verb.lemma, form: 'noun' };
    }
  }
  return best;
}
