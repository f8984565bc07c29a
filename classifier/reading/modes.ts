import { lookUp } from '../lexicon/compile.ts';
import { senseOf } from '../lexicon/resolve.ts';
import type { NounSet } from '../lexicon/nouns.ts';
import type { Sense } from '../lexicon/verbs.ts';
import { keyWords, type Parameter } from './parameters.ts';
import type { IsOwn, Sentence } from './sentences.ts';
import { endOf, isIdentifier, isToolName, type Passage, type Token } from './tokens.ts';

/** One mode of a tool: an enumerated value, or a bullet or listed value of the description. */
export interface StatedMode {
  /** The parameter that chooses it; absent where only the description lists it. */
  readonly parameter?: Parameter;
  readonly value: string;
  readonly lemma: string;
  readonly sense: Sense;
  /** Where the description lists it, in folded offsets. */
  readonly start?: number;
  readonly end?: number;
}

/** Names of parameters whose values are what the tool does. */
const SELECTORS =
  /^(?:.* )?(?:actions?|operations?|method|mode|command|cmd|op|verb|subcommand|sub command|action type|operation type|action name)$/;
const COMMANDS = /(?:command|cmd)$/;
/** Verbs that as a mode are never anything else. */
const FIRM = new Set([
  'create',
  'delete',
  'remove',
  'update',
  'add',
  'drop',
  'purge',
  'revoke',
  'execute',
  'restart',
]);
const CHOOSERS = new Set(
  'action actions operation operations mode method op command commands modes methods'.split(' '),
);
/** Methods of HTTP choose how a request is sent, which the rule for raw calls reports. */
const HTTP = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH']);
/** How a parameter is described that picks among past acts, and does none. */
const FILTERS = /^\W*(?:(?:optional|optionally)\W+)?(?:filter|only (?:return|show|list|include))/i;
/** Ways to go somewhere, of which some sound like acts. */
const TRAVEL =
  /^(?:walk(?:ing)?|driv(?:e|ing)|transit|bik(?:e|ing)|bicycl(?:e|ing)|cycling|car|foot|truck)$/i;
/** Names of selectors whose values are as often no acts. */
const LOOSE = /(?:^| )(?:mode|method|op|command)$/;
/** How far before a chooser the name of another tool shows it to be that tool's. */
const OTHER_REACH = 4;
/** How many words behind a chooser are read as its values. */
const VALUES_REACH = 30;
/** Words for what is tied to something else. */
const TIED = new Set(['attached', 'assigned', 'linked', 'associated', 'members', 'subscribed', 'pinned']);
const OVERWRITES = new Set(['rewrite', 'replace', 'overwrite']);
const NO_OBJECT: ReadonlySet<NounSet> = new Set();

/** The modes that parameters and the description list. `isOwn` knows the tool's own names. */
export function listedModes(
  description: Passage | undefined,
  ranges: readonly Sentence[],
  parameters: readonly Parameter[],
  isOwn: IsOwn,
): StatedMode[] {
  let found: StatedMode[] = [];
  for (const one of parameters) {
    if (!SELECTORS.test(one.words)) continue;
    // What a free command is described with are examples of it.
    const quoted =
      one.values.length > 0 || COMMANDS.test(one.words) ? one.values : quotedValues(one.description);
    const parameter = quoted === one.values ? one : { ...one, values: quoted };
    if (parameter.values.length < 1) continue;
    if (FILTERS.test(parameter.description)) continue;
    if (parameter.values.filter((value) => TRAVEL.test(value)).length > 1) continue;
    if (parameter.values.filter((value) => HTTP.has(value.toUpperCase())).length > 1) continue;
    const own = parameter.values.flatMap((value) => modeOf(value, parameter));
    const modes = parameter.words.split(' ').some((word) => lookUp(word)?.sets?.has('link'))
      ? untied(own)
      : own;
    if (LOOSE.test(parameter.words) && !isListOfActs(modes, parameter.values.length)) continue;
    found = found.concat(modes);
  }
  const all = description ? found.concat(describedModes(description, ranges, isOwn)) : found;
  const tied = description && ties(description, ranges) ? untied(all) : all;
  return decided(rewritten(powered(tied)));
}

/** A mode `deny` beside `approve` answers a request and takes nothing from anybody. */
function decided(modes: StatedMode[]): StatedMode[] {
  if (!modes.some(({ lemma }) => lemma === 'approve')) return modes;
  return modes.map((mode) => (mode.lemma === 'deny' ? { ...mode, sense: 'write' } : mode));
}

/** The values that a parameter without an enumeration is described with: `'add' …, 'replace' …, or 'remove'`. */
export function quotedValues(description: string): readonly string[] {
  const found = [...description.matchAll(/(?<!\w)(['"`])([a-z][\w.-]{1,40})\1/gi)].map(
    ([, , value]) => value as string,
  );
  return found.length > 1 ? [...new Set(found)] : [];
}

/** Whether the values of a loosely named selector are acts: one is unmistakable, or most are verbs. */
function isListOfActs(modes: readonly StatedMode[], values: number): boolean {
  return modes.some(({ lemma }) => FIRM.has(lemma)) || modes.length * 2 > values;
}

/** A mode `reset` beside `start` or `stop` switches off and on. */
function powered(modes: StatedMode[]): StatedMode[] {
  if (!modes.some(({ sense }) => sense === 'lifecycle')) return modes;
  return modes.map((mode) => (mode.lemma === 'reset' ? { ...mode, sense: 'lifecycle' } : mode));
}

/** A mode `rewrite` beside `append` writes over what a file held. */
function rewritten(modes: StatedMode[]): StatedMode[] {
  if (!modes.some(({ lemma }) => lemma === 'append')) return modes;
  return modes.map((mode) => (OVERWRITES.has(mode.lemma) ? { ...mode, sense: 'overwrite' } : mode));
}

/** Whether the first sentence speaks of ties, which can be tied again. */
function ties(description: Passage, ranges: readonly Sentence[]): boolean {
  return ranges.some(
    ({ from, to, role }) =>
      role === 'lead' &&
      description.tokens
        .slice(from, to)
        .some(({ word, known }) => TIED.has(word) || known?.sets?.has('link') || known?.sets?.has('tie')),
  );
}

/** A mode `remove` beside a mode `add` unties what the other ties, unless the tool also creates. */
function untied(modes: StatedMode[]): StatedMode[] {
  const lemmas = new Set(modes.map((mode) => mode.lemma));
  if (!lemmas.has('add') || lemmas.has('create') || lemmas.has('delete')) return modes;
  return modes.map((mode) =>
    mode.lemma === 'remove' && mode.sense === 'destroy' ? { ...mode, sense: 'unlink' } : mode,
  );
}

function modeOf(value: string, parameter?: Parameter): StatedMode[] {
  const parts = keyWords(value).split(' ');
  for (const [index, word] of parts.entries()) {
    const known = lookUp(word);
    if (parts.length === 1 && known?.nominal !== undefined)
      return [{ value, lemma: known.nominal, sense: 'read', ...(parameter && { parameter }) }];
    const verb = known?.verb;
    if (verb?.form !== 'base' || (verb.nounish && index > 0 && parts.length > 1)) continue;
    const object = new Set<NounSet>();
    for (const other of parts)
      if (other !== word) for (const set of lookUp(other)?.sets ?? []) object.add(set);
    const mode = { value, lemma: verb.lemma, sense: senseOf(verb.lemma, object, NO_OBJECT) };
    return [parameter ? { ...mode, parameter } : mode];
  }
  return [];
}

/**
 * Modes that only the description lists: bullets `- delete: …`, or values behind a chooser,
 * `action: "create" | "delete"`. One alone is no list.
 */
function describedModes(description: Passage, ranges: readonly Sentence[], isOwn: IsOwn): StatedMode[] {
  const found: StatedMode[] = [];
  let listing = false;
  for (const { from, to, role } of ranges) {
    if (role === 'example' || role === 'returns') continue;
    const heads = to - from <= HEADING && !isBullet(description.tokens[from]);
    if (heads) listing = description.tokens.slice(from, to).some(({ word }) => CHOOSERS.has(word));
    const bullet = bulletMode(description.tokens, from, to, listing);
    if (bullet) found.push(bullet);
    for (let index = from; index < to - 1; index++) {
      const token = description.tokens[index] as Token;
      if (!CHOOSERS.has(token.word)) continue;
      const values = valuesBehind(description.tokens, index + 1, to);
      if (values.length > 0 && !isAnothers(description.tokens, index, from, isOwn)) found.push(...values);
    }
  }
  return found.length >= 2 ? found : [];
}

const isBullet = (token: Token | undefined): boolean => token?.before === '*' || token?.before === '+';

/** Whether the name of another tool stands closely before a chooser, whose values then are that tool's. */
const isAnothers = (tokens: readonly Token[], chooser: number, from: number, isOwn: IsOwn): boolean =>
  tokens
    .slice(Math.max(from, chooser - OTHER_REACH), chooser)
    .some((one) => isToolName(one) && !isOwn(one.word));

/** The most words of a heading that says what is listed below it: `Operations:`, `Supported actions:`. */
const HEADING = 3;

function bulletMode(
  tokens: readonly Token[],
  from: number,
  to: number,
  listing: boolean,
): StatedMode | undefined {
  const token = tokens[from] as Token;
  if (!isBullet(token)) return undefined;
  const next = from + 1 < to ? tokens[from + 1] : tokens[to];
  if (isIdentifier(token)) return listing && next?.before === ':' ? namedMode(token) : undefined;
  const verb = token.known?.verb;
  if (verb?.form !== 'base') return undefined;
  const labelled = next === undefined || ':=(*+-<['.includes(next.before || ' ');
  return labelled ? describedMode(token, verb.lemma) : undefined;
}

/** A bullet `- delete_block: …`. What is removed under such a name is as often an entry that another one adds. */
function namedMode(token: Token): StatedMode | undefined {
  const [mode] = modeOf(token.word);
  return mode && mode.lemma !== 'remove' ? { ...mode, start: token.start, end: endOf(token) } : undefined;
}

/** Verbs behind `action:`, `action=`, `operation (`, until a word that is none. */
function valuesBehind(tokens: readonly Token[], from: number, to: number): StatedMode[] {
  const found: StatedMode[] = [];
  for (let index = from; index < Math.min(to, from + VALUES_REACH); index++) {
    const token = tokens[index] as Token;
    const verb = token.known?.verb;
    if (index === from && !":=('".includes(token.before || ' ')) return [];
    if (verb?.form !== 'base') {
      if (token.word === 'or' || token.word === 'and' || token.word === 'one' || token.word === 'of')
        continue;
      break;
    }
    found.push(describedMode(token, verb.lemma));
  }
  return found;
}

function describedMode(token: Token, lemma: string): StatedMode {
  return {
    value: token.word,
    lemma,
    sense: senseOf(lemma, NO_OBJECT, NO_OBJECT),
    start: token.start,
    end: endOf(token),
  };
}
