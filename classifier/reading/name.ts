import { lookUp, type Word } from '../lexicon/compile.ts';
import type { NounSet } from '../lexicon/nouns.ts';
import { PREPOSITIONS } from '../lexicon/phrases.ts';
import { senseOf } from '../lexicon/resolve.ts';
import type { Sense } from '../lexicon/verbs.ts';
import { fold } from './fold.ts';
import { NOTHING, type Act } from './acts.ts';
import { INFORMATIVE, isCompoundNoun, OPEN_THINGS, RARELY_VERBS } from './head.ts';
import { objectOf } from './objects.ts';
import { terms, type TermHit } from './sentences.ts';
import { endOf, type Passage, type Token } from './tokens.ts';

const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
/** Words before the verb that only say how. */
const MODIFIERS = words(
  'force bulk batch multi auto quick safe safely async mass hard soft do admin my mcp tool smart simple advanced fast the a new permanently',
);
/** Words that end a name and say nothing. */
const SUFFIXES = words('tool tools mcp api v1 v2 v3 function fn action async sync2 endpoint');
/** Senses that a first verb keeps whatever stands last. */
const STAYS = new Set<Sense | undefined>(['lifecycle', 'light']);
/** `text_to_speech`, `html_to_pdf`: names of conversions. */
const FORMATS = words(
  'text speech image audio video html markdown json csv xml yaml url code voice svg prompt pdf docx md sql word excel xlsx ppt pptx hex base64 png jpg',
);
const QUESTIONS = words('is has can are does should what how which where who whoami when');
/** Verbs that stand last in names of the form `noun_verb`. */
const LAST_VERBS = words(
  'get list create delete update remove add search find show read write edit cancel fetch retrieve describe insert destroy info start stop restart pause resume submit launch wipe purge revoke erase validate import export rename execute send enable disable restore drop truncate terminate prune nuke expunge unpublish',
);
/** Last verbs that win over a first word that reads: `scan_start`, `search_delete`. */
const FIRM_LAST = words(
  'create delete update remove add insert cancel destroy start stop restart pause resume submit launch wipe purge revoke erase',
);
/** Verbs that at the head of a name are as often what it is about. */
const THINGS = words(
  'drive email mail message text call comment post order trade group record log image project file task report label tag board contact media document chat plan test note bill invoice payment report share link map chart search profile cache branch release pipeline fax sms print play snapshot backup schedule record process service study sample review chain',
);
/** Verbs that end a name only behind one of these. */
const LAST_BEHIND_THINGS = words(
  'share publish reply upload download copy move merge close reopen assign archive sync install invite transfer sign approve reject',
);
/** Words in -ing that describe what is listed: `expiring_certs`. */
const DESCRIBING = words(
  'expiring running missing failing outstanding remaining conflicting matching existing incoming outgoing recurring breaking trending upcoming pending',
);
/** Nouns that end a name which asks what an act would come to: `drop_candidates`. */
const SUPPOSED = words('candidates eligibility preview previews');
const PREPOSITION = words(PREPOSITIONS);

/** A name read as words: by case, separators and namespaces. Offsets count in the name as written. */
export function namePassage(name: string): Passage {
  const folded = fold(name);
  const ascii = folded.offsets === undefined;
  const tokens: Token[] = [];
  const pattern = ascii ? /[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*(?:d(?![a-z]))?|\d+/g : /[^\s_\-./:]+/g;
  for (const match of (ascii ? name : folded.text).matchAll(pattern)) {
    const word = match[0].toLowerCase();
    tokens.push({ word, start: match.index, known: lookUp(word), before: '' });
  }
  while (tokens.length > 1 && SUFFIXES.has(tokens.at(-1)?.word ?? '')) tokens.pop();
  return { pointer: '/name', original: name, folded, tokens: splitRunTogether(tokens) };
}

/** `createissue`: one unknown word that begins with an unmistakable verb. */
function splitRunTogether(tokens: Token[]): Token[] {
  const only = tokens.length === 1 ? (tokens[0] as Token) : undefined;
  if (!only || only.known || only.word.length < 7) return tokens;
  for (let length = Math.min(10, only.word.length - 2); length >= 3; length--) {
    const head = lookUp(only.word.slice(0, length));
    const tail = lookUp(only.word.slice(length));
    if (head?.verb?.form !== 'base' || !tail?.sets) continue;
    const middle = only.start + length;
    return [
      { ...only, word: only.word.slice(0, length), known: head },
      { ...only, word: only.word.slice(length), start: middle, known: tail },
    ];
  }
  return tokens;
}

const isBase = (word: Word | undefined): boolean => word?.verb?.form === 'base';
const isVerbAt = (tokens: readonly Token[], index: number): boolean =>
  isBase(tokens[index]?.known) &&
  !isCompoundNoun(tokens[index]?.word ?? '', tokens[index + 1]?.word) &&
  !isCompoundNoun(tokens[index - 1]?.word ?? '', tokens[index]?.word);

/** Nouns that make a name ask about something, `build_status`, unless a plain verb of change leads it. */
const ABOUT = words(
  'log logs status state info information details history stats statistics metrics metadata overview health version versions schema docs documentation help summary suggestions recommendations',
);
const CHANGES = words(
  'set update change delete create add remove edit modify clear reset send toggle post put write insert purge wipe patch mark upload save store append rename replace fix restore drop enable disable configure',
);

/** The token of a noun such as `status` that ends a name which no plain verb of change leads, or -1. */
function aboutIndex(tokens: readonly Token[]): number {
  const last = tokens.length - 1;
  if (last < 1 || !ABOUT.has(tokens[last]?.word ?? '') || tokens[last]?.known?.nominal === undefined)
    return -1;
  const altered = tokens.some(
    ({ word, known }) =>
      CHANGES.has(word) ||
      (tokens[last]?.word === 'state' && isBase(known) && known?.verb?.nounish === false),
  );
  return altered ? -1 : last;
}

/** `now_playing`, `latest_build`: what is so at present, where no plain verb follows. */
const tellsOfNow = (tokens: readonly Token[]): boolean =>
  PRESENT.has(tokens[0]?.word ?? '') &&
  !tokens.some(({ word, known }) => FIRM_LAST.has(word) || (isBase(known) && known?.verb?.nounish === false));
const PRESENT = words('now current latest recent');

const UNCHANGED = words('drop reset patch');

/** The token of a noun that makes the name's first word a noun too, `burn_rate`, `open_orders`, or -1. */
function thingIndex(tokens: readonly Token[]): number {
  const last = tokens.length - 1;
  const word = tokens[last]?.word ?? '';
  const first = tokens[0] as Token;
  if (last < 1 || CHANGES.has(first.word))
    return UNCHANGED.has(first.word) && INFORMATIVE.has(word) ? last : -1;
  if (last === 1 && first.word === 'pull' && /^requests?$/.test(word)) return last;
  if (last === 1 && first.word === 'open') return OPEN_THINGS.has(word) ? last : -1;
  return last === 1 && INFORMATIVE.has(word) && first.known?.verb?.nounish === true ? last : -1;
}

/** The first token behind the last `.`, `/`, `:` or `__`, where a verb stands behind it; else 0. */
function namespaceEnd(name: string, tokens: readonly Token[]): number {
  const at = Math.max(
    name.lastIndexOf('.'),
    name.lastIndexOf('/'),
    name.lastIndexOf(':'),
    name.lastIndexOf('__'),
  );
  if (at < 0) return 0;
  const first = tokens.findIndex((token) => token.start > at);
  return first > 0 && tokens.slice(first).some(({ known }) => isBase(known)) ? first : 0;
}

/** Whether a word is the verb of the name that a head begins: `issue_create`, `drive_share`. */
const actsOn = (head: string, word: string): boolean =>
  LAST_VERBS.has(word) || (THINGS.has(head) && LAST_BEHIND_THINGS.has(word));

/** Whether a noun that may be a verb stands before the verb itself: `email_search_messages`, `call_list_recordings`. */
function isPrefix(tokens: readonly Token[], index: number): boolean {
  const [head, next] = [tokens[index], tokens[index + 1]];
  if (head?.known?.verb?.nounish !== true || index + 2 >= tokens.length) return false;
  if (next === undefined || !isVerbAt(tokens, index + 1) || !THINGS.has(head.word)) return false;
  return actsOn(head.word, next.word) || next.known?.verb?.nounish === false;
}

/** The token that carries the name's verb, or -1. */
function verbIndex(name: string, tokens: readonly Token[]): number {
  let first = 0;
  while (first < tokens.length - 1 && MODIFIERS.has((tokens[first] as Token).word)) first++;
  const last = tokens.length - 1;
  if ((tokens[0] as Token).word === 'api' && first < last && tokens[first + 1]?.word === 'post') first += 2;
  else if ((tokens[0] as Token).word === 'api' && first < last) first++;
  if (first > last) first = last;
  first = Math.max(first, namespaceEnd(name, tokens));
  const lastWord = tokens[last];
  const head = tokens[first]?.known?.verb;
  if (head && head.form === 'base' && !head.nounish && isVerbAt(tokens, first)) return first;
  const hasPreposition = tokens.some((token, index) => index > 0 && PREPOSITION.has(token.word));
  const nounVerb =
    lastWord &&
    last > first &&
    isBase(lastWord.known) &&
    actsOn(tokens[first]?.word ?? '', lastWord.word) &&
    !hasPreposition;
  const yields =
    nounVerb && (head?.sense === 'read' ? FIRM_LAST.has(lastWord.word) : !STAYS.has(head?.sense));
  if (isVerbAt(tokens, first) && !yields) return isPrefix(tokens, first) ? first + 1 : first;
  for (let index = first; index <= last; index++) {
    if (isVerbAt(tokens, index) && tokens[index]?.known?.verb?.nounish === false) return index;
  }
  if (nounVerb) return last;
  for (let index = first; index <= last; index++) {
    if (isVerbAt(tokens, index) && tokens[index]?.known?.verb?.nounish === true && index < last) return index;
  }
  if (
    isVerbAt(tokens, last) &&
    !(last > first && (RARELY_VERBS.has(lastWord?.word ?? '') || INFORMATIVE.has(lastWord?.word ?? '')))
  )
    return last;
  return tokens.findIndex(
    ({ known }, index) =>
      (known?.verb?.form === 'ing' && !(index > 0 && index === last && known.verb.sense === 'write')) ||
      (known?.verb?.form === 's' && !known.verb.nounish),
  );
}

/** The acts that a name states: its verb, and verbs joined to it by `and` or `or`. */
export function nameActs(passage: Passage): Act[] {
  const { tokens } = passage;
  if (tokens.length === 0) return [];
  if (/^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(passage.original)) return [];
  const hits = terms(passage, [{ from: 0, to: tokens.length, role: 'lead' }]);
  const first = tokens[0] as Token;
  if (QUESTIONS.has(first.word) && tokens.length > 1) return [actAt(passage, hits, 0, 'check')];
  if (tokens.length === 1 && first.known?.verb?.form === 's') return [actAt(passage, hits, 0, 'list')];
  if (tokens.length > 1 && (DESCRIBING.has(first.word) || tellsOfNow(tokens)))
    return [actAt(passage, hits, 0, 'list')];
  if (tokens.length > 1 && SUPPOSED.has((tokens.at(-1) as Token).word))
    return [actAt(passage, hits, tokens.length - 1, 'list')];
  const about = aboutIndex(tokens);
  if (about >= 0) return [actAt(passage, hits, about, tokens[about]?.known?.nominal as string)];
  const thing = thingIndex(tokens);
  if (thing >= 0) return [actAt(passage, hits, thing, 'get')];
  if (tokens.length > 2 && FORMATS.has(first.word) && tokens[1]?.word === 'to')
    return [actAt(passage, hits, 0, 'convert')];
  const verb = verbIndex(passage.original, tokens);
  const last = tokens.at(-1) as Token;
  if (tokens[verb]?.known?.verb?.form === 'ing' && last.known?.nominal !== undefined)
    return [actAt(passage, hits, tokens.length - 1, last.known.nominal)];
  if (verb < 0) {
    const nominal = tokens.findLastIndex((token) => token.known?.nominal !== undefined);
    return nominal < 0 ? [] : [actAt(passage, hits, nominal, tokens[nominal]?.known?.nominal as string)];
  }
  const acts = [actAt(passage, hits, verb, tokens[verb]?.known?.verb?.lemma as string)];
  for (let index = verb + 1; index < tokens.length - 1; index++) {
    const word = (tokens[index] as Token).word;
    const next = tokens[index + 1]?.known?.verb;
    if ((word === 'and' || word === 'or') && next && next.form === 'base') {
      acts.push(actAt(passage, hits, index + 1, next.lemma));
    }
  }
  return acts;
}

/** The act of a name that is all there is, and is that of a shell: `bash`, `terminal`. */
export function shellActs(passage: Passage): Act[] {
  const [only, ...more] = passage.tokens;
  if (only === undefined || more.length > 0 || !only.known?.sets?.has('shell')) return [];
  return [{ ...actAt(passage, [], 0, 'run'), sense: 'code' }];
}

function actAt(passage: Passage, hits: readonly TermHit[], index: number, lemma: string): Act {
  const token = passage.tokens[index] as Token;
  const {
    scope,
    words: after,
    object: behind,
    end,
  } = objectOf(passage.tokens, hits, index, passage.tokens.length);
  const object = new Set<NounSet>(behind);
  if (after.length === 0 || index === passage.tokens.length - 1) {
    for (const other of passage.tokens.slice(0, index))
      for (const set of other.known?.sets ?? []) object.add(set);
    for (const hit of hits) if (hit.to <= index) for (const noun of hit.nouns) object.add(noun);
  }
  const all = passage.tokens.map((other) => other.word);
  const soft = passage.tokens.some((other, at) => at < index && other.word === 'soft');
  return {
    place: 'name',
    pointer: '/name',
    start: token.start,
    end: Math.max(endOf(token), endOf(passage.tokens[end - 1] ?? token)),
    lemma,
    sense: soft ? 'write' : senseOf(lemma, object, scope),
    negated: false,
    object,
    scope: scope.size > 0 ? scope : NOTHING,
    words: after.length > 0 ? after : all,
  };
}
