import { lookUp } from '../lexicon/compile.ts';
import type { Sense } from '../lexicon/verbs.ts';
import type { Act } from './acts.ts';
import type { Token } from './tokens.ts';

const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
/** Senses that a noun in a name suggests wrongly as often as not: `mail_headers`, `arm_pose`. */
const SOFT = new Set<Sense>(['write', 'message', 'money', 'device', 'browser']);
const LOSSES = new Set<Sense>(['destroy', 'clear', 'reset']);
/** Verbs of a first sentence that only hand something over. */
const GIVING = words(
  'get retrieve fetch list show return calculate compute display describe view find search suggest predict lookup look check explain compare validate recommend diff',
);
/** Verbs of making: what they make may be no more than the answer. */
const MAKING = words('create build make draft compose write prepare produce propose');
/** Verbs of altering: what they alter may be no more than the argument. */
const ALTERING = words(
  'normalize normalise clean grade redact sanitize anonymize anonymise deduplicate annotate fix refactor correct combine merge split optimize optimise compress crop rotate resize fill caption propose',
);
/** Verbs of altering that beside a name that plainly reads only tell more: `get_variant`, "Annotates a variant". */
const TELLING = words('annotate normalize normalise caption grade propose');
/** Verbs of names that say that something is worked out. */
const WORKING_OUT = words('generate plan render visualize visualise plot chart summarize translate describe');

/** Verbs that are nouns elsewhere, but not where a name begins: `set_hold`. */
const FIRM = words('set expire');

const ARTICLES = words('a an the this your all');

/** Whether a text may begin with the name of a thing: no article stands where a verb's object would begin. */
export function namesThing(tokens: readonly Token[]): boolean {
  return tokens.length > 0 && !ARTICLES.has(tokens[1]?.word ?? '');
}

const isNounish = (act: Act): boolean => lookUp(act.lemma)?.verb?.nounish === true;

/**
 * The name's acts, less those that a noun in the name only seemed to state: the first sentence only hands
 * something over, or names a thing and states no act at all.
 */
export function nameActsInDoubt(named: readonly Act[], described: readonly Act[], hasText: boolean): Act[] {
  const lead = described.filter((act) => act.place === 'lead');
  const gives = lead.length > 0 && lead.every((act) => act.sense === 'read' && GIVING.has(act.lemma));
  const states = lead.length > 0 || described.some((act) => act.place === 'usage');
  return named.filter((act) => {
    if (!isNounish(act)) return true;
    if (act.start === 0 && FIRM.has(act.lemma)) return true;
    if (gives) return !SOFT.has(act.sense) && !(LOSSES.has(act.sense) && standsBefore(act, lead));
    return states || !hasText || !SOFT.has(act.sense);
  });
}

/** Whether a noun follows the name's word of loss, `purge_policy`, and the first sentence says what is shown. */
function standsBefore(act: Act, lead: readonly Act[]): boolean {
  return act.end > act.start + act.lemma.length && lead.every(({ lemma }) => lemma !== 'return');
}

/**
 * The acts, less what a name seemed to do to a device where the first sentence only keeps its record: `set_lamp`,
 * "Update name and room of a lamp".
 */
export function deviceActsInDoubt(acts: readonly Act[]): readonly Act[] {
  if (!acts.some(inDoubt)) return acts;
  const lead = acts.filter(({ place }) => place === 'lead');
  const keeps = lead.length > 0 && lead.every(({ sense }) => sense === 'write') && lead.some(isKept);
  if (!keeps) return acts;
  return acts.map((act) => (inDoubt(act) ? { ...act, sense: 'write' } : act));
}

const inDoubt = ({ place, lemma, sense }: Act): boolean =>
  lemma === 'set' && sense === 'device' && (place === 'name' || place === 'title');

const KEEPING = words('update rename edit configure');
const KEPT = words('name names label labels properties metadata area room icon description');
const isKept = ({ lemma, words: said }: Act): boolean =>
  KEEPING.has(lemma) && said.some((word) => KEPT.has(word));

/** Verbs of names that a noun in the first sentence does not contradict. */
const PLAINLY_READS = words(
  'get list search find show describe fetch view read lookup query count check suggest recommend predict explain',
);

const readsPlainly = (act: Act): boolean => act.sense === 'read' && PLAINLY_READS.has(act.lemma);

/** The title's acts, less those of a title that only says again of what a name that plainly reads is about. */
export function titleActsInDoubt(
  named: readonly Act[],
  titled: readonly Act[],
  [name, title]: readonly [name: readonly Token[], title: readonly Token[]],
): readonly Act[] {
  if (named.length === 0 || !named.every(readsPlainly)) return titled;
  const said = new Set(name.map(({ word }) => word));
  return title.every(({ word }) => said.has(word)) ? titled.filter(({ sense }) => !SOFT.has(sense)) : titled;
}

/**
 * The described acts, less what a mere noun of the first sentence seemed to state beside a name that plainly
 * reads, `list_sessions`, "Sessions with their last command", or has no verb: `order_book`, "Bids and asks". A plural
 * is one where the name is about it: `list_releases`, "Releases with their notes".
 */
export function leadActsInDoubt(named: readonly Act[], described: readonly Act[]): readonly Act[] {
  if (!named.every(readsPlainly)) return described;
  return described.filter(({ place, nominal, sense, lemma }) => {
    if (place !== 'lead' || nominal === undefined) return true;
    if (nominal === 'plural') return !named.some(({ words: said }) => said.some((word) => isOf(word, lemma)));
    return named.length === 0 && sense !== 'money';
  });
}

/** Whether a word is a form of a verb. */
const isOf = (word: string, lemma: string): boolean => lookUp(word)?.verb?.lemma === lemma;

/**
 * Acts that make or alter nothing but the answer, read as such: the description says that nothing is kept, or
 * the name says that the thing is worked out.
 */
export function answered(acts: readonly Act[], returnsOnly: boolean, returnsIt: boolean): readonly Act[] {
  const worksOut = acts.some(
    (act) => act.place === 'name' && WORKING_OUT.has(act.lemma) && act.sense === 'read',
  );
  const gives = acts.some((act) => act.place === 'name' && readsPlainly(act));
  if (!returnsOnly && !returnsIt && !worksOut && !gives) return acts;
  return acts.map((act) => {
    const made = MAKING.has(act.lemma) && (returnsOnly || ((worksOut || gives) && isDrawn(act)));
    const altered =
      ALTERING.has(act.lemma) && (returnsOnly || returnsIt || (gives && TELLING.has(act.lemma)));
    const soft =
      act.sense === 'write' ||
      (act.lemma === 'build' && act.sense === 'process') ||
      (act.lemma === 'clean' && act.sense === 'clear');
    return soft && (made || altered) ? { ...act, sense: 'read' as Sense } : act;
  });
}

const DRAWN = words(
  'image picture illustration summary report overview digest outline plan itinerary route diagram chart visualization caption',
);

/** Whether what is made is of a kind that comes back in the answer. */
function isDrawn(act: Act): boolean {
  return act.scope.size === 0 && act.words.slice(0, 4).some((word) => DRAWN.has(word));
}
