import { NOUNS, type NounSet } from './nouns.ts';
import { PHRASES, type PhraseSet } from './phrases.ts';
import { spanLookUp } from './trie.ts';
import { DOUBLING, IRREGULAR, NOMINALS, VERBS, type Sense } from './verbs.ts';

export type VerbForm = 'base' | 's' | 'ing' | 'ed';

/** A verb as a word form shows it. `nounish` words are verbs only where a verb can stand. */
export interface VerbReading {
  readonly lemma: string;
  readonly sense: Sense;
  readonly form: VerbForm;
  readonly nounish: boolean;
}

/** All that the lexicon knows of one word. */
export interface Word {
  /** The word itself; texts share it rather than keep a copy each. */
  readonly text: string;
  verb?: VerbReading;
  /** The verb that a noun of action stands for. */
  nominal?: string;
  sets?: Set<NounSet>;
  /** Terms of several words that begin with this one. */
  terms?: TermNode;
}

/** A node of the tree of terms; `any` is an edge that every word passes. */
export interface TermNode {
  next?: Map<string, TermNode>;
  any?: TermNode;
  nouns?: NounSet[];
  phrases?: PhraseSet[];
}

const LEXICON = new Map<string, Word>();
const VERB_SENSE = new Map<string, { sense: Sense; nounish: boolean }>();

/** What the lexicon knows of a lower-case word; undefined for an unknown one. */
export function lookUp(word: string): Word | undefined {
  return LEXICON.get(word);
}

/** The sense that a verb has on its own, whatever its object. */
export function defaultSense(lemma: string): Sense | undefined {
  return VERB_SENSE.get(lemma)?.sense;
}

function entry(word: string): Word {
  let found = LEXICON.get(word);
  if (found === undefined) LEXICON.set(word, (found = { text: word }));
  return found;
}

/** `[third person, -ing, past]` of a verb. */
function forms(lemma: string): readonly string[] {
  const irregular = IRREGULAR[lemma];
  if (irregular) return irregular;
  const stem = doubling.has(lemma) ? lemma + lemma.at(-1) : lemma;
  if (/[^aeiou]y$/.test(lemma)) {
    const root = lemma.slice(0, -1);
    return [`${root}ies`, `${lemma}ing`, `${root}ied`];
  }
  if (/[^e]e$/.test(lemma)) return [`${lemma}s`, `${lemma.slice(0, -1)}ing`, `${lemma}d`];
  return [/(?:s|sh|ch|x|z|o)$/.test(lemma) ? `${lemma}es` : `${lemma}s`, `${stem}ing`, `${stem}ed`];
}

const doubling = new Set(DOUBLING.split(/\s+/).map((word) => word.replace('?', '')));

function addVerb(term: string, sense: Sense): void {
  const nounish = term.endsWith('*');
  const lemma = nounish ? term.slice(0, -1) : term;
  if (VERB_SENSE.has(lemma)) throw new Error(`The verb "${lemma}" stands in two senses.`);
  VERB_SENSE.set(lemma, { sense, nounish });
  entry(lemma).verb = { lemma, sense, form: 'base', nounish };
  const [third, ing, past] = forms(lemma);
  for (const [word, form] of [
    [third, 's'],
    [ing, 'ing'],
    [past, 'ed'],
  ] as const) {
    if (word !== undefined && entry(word).verb === undefined)
      entry(word).verb = { lemma, sense, form, nounish };
  }
}

/** A singular noun and its plural. */
function numbers(word: string): string[] {
  if (/(?:s|sh|ch|x|z)$/.test(word))
    return word.endsWith('s') && !word.endsWith('ss') ? [word] : [word, `${word}es`];
  if (/[^aeiou]y$/.test(word)) return [word, `${word.slice(0, -1)}ies`];
  return [word, `${word}s`];
}

function addTerm(words: readonly string[], end: { noun?: NounSet; phrase?: PhraseSet }): void {
  const [first, ...rest] = words as [string, ...string[]];
  let node = (entry(first).terms ??= {});
  for (const word of rest) {
    if (word === '_') node = node.any ??= {};
    else {
      node.next ??= new Map();
      let child = node.next.get(word);
      if (child === undefined) node.next.set(word, (child = {}));
      node = child;
    }
  }
  if (end.noun && !node.nouns?.includes(end.noun)) (node.nouns ??= []).push(end.noun);
  if (end.phrase && !node.phrases?.includes(end.phrase)) (node.phrases ??= []).push(end.phrase);
}

function addNoun(term: string, set: NounSet): void {
  const words = term.split(/\s+/);
  const last = words.at(-1) as string;
  for (const form of numbers(last)) {
    if (words.length === 1) (entry(form).sets ??= new Set()).add(set);
    else addTerm([...words.slice(0, -1), form], { noun: set });
  }
}

/** All plain word sequences that a phrase pattern stands for. */
function expansions(pattern: string): string[][] {
  let sequences: string[][] = [[]];
  for (const part of pattern.split(/\s+/)) {
    const choices =
      part === '...' ? [[], ['_'], ['_', '_'], ['_', '_', '_']] : part.split('|').map((word) => [word]);
    sequences = sequences.flatMap((sequence) => choices.map((choice) => [...sequence, ...choice]));
  }
  return sequences;
}

const terms = (list: string): string[] =>
  list
    .split(',')
    .map((term) => term.trim())
    .filter(Boolean);

for (const [sense, verbs] of Object.entries(VERBS)) {
  for (const term of verbs.split(/\s+/).filter(Boolean)) addVerb(term, sense as Sense);
}
for (const [noun, verb] of Object.entries(NOMINALS)) entry(noun).nominal = verb;
for (const [set, nouns] of Object.entries(NOUNS)) {
  for (const term of terms(nouns)) addNoun(term, set as NounSet);
}
for (const [set, phrases] of Object.entries(PHRASES)) {
  for (const words of terms(phrases).flatMap(expansions)) addTerm(words, { phrase: set as PhraseSet });
}

/** What the lexicon knows of the lower-case word between two offsets of a text. */
export const lookUpSpan = spanLookUp<Word>(LEXICON);
