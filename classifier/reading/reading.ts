import type { ToolDefinition } from '../../catalogue/records.ts';
import type { NounSet } from '../lexicon/nouns.ts';
import type { PhraseSet } from '../lexicon/phrases.ts';
import type { Sense } from '../lexicon/verbs.ts';
import { senseOf } from '../lexicon/resolve.ts';
import { isLeading, type Act, type Place } from './acts.ts';
import { describedActs, isNegated } from './description.ts';
import { explained } from './arguments.ts';
import { listedModes, type StatedMode } from './modes.ts';
import {
  answered,
  deviceActsInDoubt,
  leadActsInDoubt,
  nameActsInDoubt,
  namesThing,
  titleActsInDoubt,
} from './doubt.ts';
import { nameActs, shellActs, namePassage } from './name.ts';
import { flattenParameters, type Parameter } from './parameters.ts';
import { sentences, terms, type IsOwn, type Role, type Sentence, type TermHit } from './sentences.ts';
import { endOf, passage, type Passage, type Token } from './tokens.ts';

/** A text of the definition with its sentences and terms. */
export interface ReadPassage {
  readonly passage: Passage;
  readonly sentences: readonly Sentence[];
  readonly terms: readonly TermHit[];
}

/** A phrase where it stands. */
export interface PhraseHit {
  readonly pointer: string;
  readonly start: number;
  readonly end: number;
  readonly role: Role | 'name' | 'title';
  readonly negated: boolean;
}

/** A definition as the rules read it; computed once. */
export interface Reading {
  readonly definition: ToolDefinition;
  readonly hints: Readonly<Record<string, unknown>>;
  readonly name: ReadPassage;
  readonly title: ReadPassage | undefined;
  readonly description: ReadPassage | undefined;
  readonly acts: readonly Act[];
  readonly modes: readonly StatedMode[];
  readonly parameters: readonly Parameter[];
  /** Phrases by set, over name, title and description. */
  readonly phrases: ReadonlyMap<PhraseSet, readonly PhraseHit[]>;
  /** The JSON text at a pointer, kept so that a large schema is written out once for all its quotes. */
  readonly jsonTexts: Map<string, string>;
  /** Nouns of the name, the title and the description's first sentence. */
  readonly topic: ReadonlySet<NounSet>;
  /** Every word of the name, the title and the first sentence. */
  readonly topicWords: ReadonlySet<string>;
}

/** Reads a definition. With `ignoreHints` its annotations are as if undeclared. */
export function read(definition: ToolDefinition, ignoreHints: boolean): Reading {
  const declared = flattenParameters(definition.inputSchema);
  const own = ownNames(definition.name, declared);
  const name = readName(definition.name);
  const title = definition.title ? readText('/title', definition.title, own) : undefined;
  const description = definition.description
    ? readText('/description', definition.description, own)
    : undefined;
  const parameters = description ? explained(declared, description.passage, description.sentences) : declared;
  const passages = [name, title, description].filter((one) => one !== undefined);
  const phrases = collectPhrases(passages);
  const acts = answered(
    allActs(name, title, description),
    isStated(phrases.get('returnedOnly')),
    isStated(phrases.get('returnsIt')),
  );
  const modes = listedModes(description?.passage, description?.sentences ?? [], parameters, own);
  return {
    definition,
    hints: ignoreHints ? {} : (definition.annotations ?? {}),
    name,
    title,
    description,
    acts: saysAll(modes, parameters) ? acts.map(choosing) : acts,
    modes: placing(unsubscribing(untying(modes, acts), acts), parameters),
    parameters,
    jsonTexts: new Map(),
    phrases,
    ...topicOf(passages),
  };
}

/** Whether a word is the tool's own name or that of a parameter. Seldom asked, hence the late list. */
function ownNames(name: string, parameters: readonly Parameter[]): IsOwn {
  let names: Set<string> | undefined;
  return (word) => {
    names ??= new Set([name, ...parameters.map(({ key }) => key)].map((one) => one.toLowerCase()));
    return names.has(word);
  };
}

function readName(text: string): ReadPassage {
  const read = namePassage(text);
  const whole: Sentence[] = [{ from: 0, to: read.tokens.length, role: 'lead' }];
  return { passage: read, sentences: whole, terms: terms(read, whole) };
}

function readText(pointer: string, text: string, own: IsOwn): ReadPassage {
  const read = passage(pointer, text);
  const ranges = sentences(read.tokens, own);
  return { passage: read, sentences: ranges, terms: terms(read, ranges) };
}

function allActs(
  name: ReadPassage,
  title: ReadPassage | undefined,
  description: ReadPassage | undefined,
): readonly Act[] {
  const stated = description
    ? describedActs(description.passage, description.sentences, description.terms)
    : [];
  const acted = nameActs(name.passage);
  const named = acted.length > 0 || title || description ? acted : shellActs(name.passage);
  const described = leadActsInDoubt(named, stated);
  const titled = title ? titleActs(named, name, title) : [];
  const all = [
    ...nameActsInDoubt(
      named.map((act) => informed(act, described)),
      described,
      description !== undefined && !title && namesThing(description.passage.tokens),
    ),
    ...titled,
    ...described,
  ];
  return deviceActsInDoubt(unlinking(all));
}

function titleActs(
  named: readonly Act[],
  name: ReadPassage,
  { passage: text, sentences: ranges, terms: hits }: ReadPassage,
): readonly Act[] {
  const stated = describedActs(text, ranges, hits).map((act) => ({ ...act, place: 'title' as Place }));
  return titleActsInDoubt(named, stated, [name.passage.tokens, text.tokens]);
}

/** `add or remove`: removing what the same tool adds is untying it, as is what the name says is untied. */
function unlinking(acts: readonly Act[]): readonly Act[] {
  const unties = acts.some((act) => act.place === 'name' && act.sense === 'unlink');
  const adds = acts.some((act) => PAIRED.has(act.lemma) && act.place !== 'aside');
  const makes = acts.some((act) => act.lemma === 'create' && act.place !== 'aside');
  if (!unties && !detaches(acts) && (!adds || makes)) return acts;
  return acts.map((act) =>
    act.lemma === 'remove' && act.sense === 'destroy' ? { ...act, sense: 'unlink' } : act,
  );
}

/** Whether what the first sentence says is lost is only a tie: `create skills, attach them or detach them`. */
function detaches(acts: readonly Act[]): boolean {
  if (!acts.some(({ lemma }) => DETACHES.has(lemma))) return false;
  const leads = acts.filter(isLeading);
  const loses = leads.some(({ sense, lemma }) => sense === 'destroy' && lemma !== 'remove');
  const holds = leads.some(({ object }) => object.has('container'));
  return !loses && !holds && has(DETACHES) && has(PAIRED);

  function has(lemmas: ReadonlySet<string>): boolean {
    return leads.some(({ lemma }) => lemmas.has(lemma));
  }
}

/** Modes `remove` of a tool that says that it detaches. */
function untying(modes: readonly StatedMode[], acts: readonly Act[]): readonly StatedMode[] {
  if (!detaches(acts) || modes.some(({ lemma }) => DETACHES.has(lemma))) return modes;
  return modes.map((mode) => (mode.lemma === 'remove' ? { ...mode, sense: 'unlink' } : mode));
}

/** Whether every value of a closed list is understood as a mode. */
function saysAll(modes: readonly StatedMode[], parameters: readonly Parameter[]): boolean {
  const known = ({ path }: Parameter, value: string): boolean =>
    modes.some((mode) => mode.parameter?.path === path && mode.value === value);
  return (
    modes.length > 0 &&
    parameters.some((one) => one.values.length > 0 && one.values.every((value) => known(one, value)))
  );
}

/** `Perform an operation on a merge request` says no more than the modes do. */
function choosing(act: Act): Act {
  if (act.sense !== 'process') return act;
  const empty = act.lemma === 'perform' && act.words.some((word) => /^(?:operation|action)s?$/.test(word));
  return empty ? { ...act, sense: 'light' } : act;
}

const WHERE = /\b(?:target|heading|anchor|section|block|selector|line|position|range|marker)\b/;

/** `append`, `prepend` and `replace` beside a place in the text: what is replaced there is a part. */
function placing(modes: readonly StatedMode[], parameters: readonly Parameter[]): readonly StatedMode[] {
  if (!parameters.some(({ words }) => WHERE.test(words))) return modes;
  const values = new Set(modes.map(({ value }) => value.toLowerCase()));
  if (!values.has('append') || !values.has('prepend')) return modes;
  return modes.map((mode) => (mode.value.toLowerCase() === 'replace' ? { ...mode, sense: 'write' } : mode));
}

const DETACHES = new Set(['detach', 'unlink', 'disassociate', 'unassign']);

/** Managing nothing but a notification subscription: what a mode deletes there can be subscribed to again. */
function unsubscribing(modes: readonly StatedMode[], acts: readonly Act[]): readonly StatedMode[] {
  const leads = acts.filter((act) => act.place === 'name' || act.place === 'lead');
  const managed = leads.filter((act) => act.sense === 'light');
  const ties =
    managed.length > 0 &&
    managed.every((act) => act.object.has('tie') && act.words.some((word) => SUBSCRIPTION.test(word)));
  const loses = leads.some((act) => act.sense === 'destroy' && !act.object.has('tie') && act.object.size > 0);
  if (!ties || loses) return modes;
  return modes.map((mode) => (mode.lemma === 'delete' ? { ...mode, sense: 'unlink' } : mode));
}

const SUBSCRIPTION = /^subscriptions?$/;
const PAIRED = new Set(['add', 'assign', 'attach', 'link', 'connect']);

/** A name that does not say what its verb is done to takes it from the first sentence's act. */
function informed(act: Act, described: readonly Act[]): Act {
  const lead = described.find(
    (other) => other.place === 'lead' && (other.lemma === act.lemma || act.object.size === 0),
  );
  if (!lead) return act;
  const object = new Set([...act.object, ...lead.object]);
  const scope = act.scope.size > 0 ? act.scope : lead.scope;
  const sense: Sense =
    act.object.size === 0 || lead.lemma === act.lemma ? senseOf(act.lemma, object, scope) : act.sense;
  return { ...act, object, scope, sense, words: act.object.size === 0 ? lead.words : act.words };
}

const isStated = (hits: readonly PhraseHit[] | undefined): boolean =>
  hits?.some(({ negated, role }) => !negated && role !== 'example' && role !== 'args') ?? false;

function collectPhrases(passages: readonly ReadPassage[]): Map<PhraseSet, PhraseHit[]> {
  const found = new Map<PhraseSet, PhraseHit[]>();
  for (const { passage: text, sentences: ranges, terms: hits } of passages) {
    let at = 0;
    for (const hit of hits) {
      while (at < ranges.length - 1 && (ranges[at] as Sentence).to <= hit.from) at++;
      if (hit.phrases.length === 0) continue;
      const sentence = ranges[at] as Sentence;
      const place = text.pointer === '/name' ? 'name' : text.pointer === '/title' ? 'title' : sentence.role;
      for (const set of hit.phrases) {
        const list = found.get(set);
        const phrase: PhraseHit = {
          pointer: text.pointer,
          start: text.tokens[hit.from]?.start ?? 0,
          end: endOf(text.tokens[hit.to - 1] as Token),
          role: place,
          negated:
            !beginsWithNegation(text.tokens, hit.from) && isNegated(text.tokens, sentence.from, hit.from),
        };
        if (list) list.push(phrase);
        else found.set(set, [phrase]);
      }
    }
  }
  return found;
}

/** A phrase such as `cannot be undone` is not negated by what stands before it. */
const beginsWithNegation = (tokens: readonly Token[], index: number): boolean =>
  /^(?:cannot|can't|cant|no|not|never|without|nothing|doesn't)$/.test(tokens[index]?.word ?? '');

function topicOf(passages: readonly ReadPassage[]): Pick<Reading, 'topic' | 'topicWords'> {
  const topic = new Set<NounSet>();
  const topicWords = new Set<string>();
  for (const { passage: text, sentences: ranges, terms: hits } of passages) {
    for (const { from, to, role } of ranges) {
      if (role !== 'lead') continue;
      for (let index = from; index < to; index++) {
        const { word, known } = text.tokens[index] as Token;
        topicWords.add(word);
        if (known?.sets) for (const set of known.sets) topic.add(set);
      }
      for (const hit of hits)
        if (hit.from >= from && hit.to <= to) for (const noun of hit.nouns) topic.add(noun);
    }
  }
  return { topic, topicWords };
}
