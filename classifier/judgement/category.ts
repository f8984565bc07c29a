import { CATEGORIES, mostSevere, rank, type Category } from '../../catalogue/vocabulary.ts';
import type { SightingPlace } from '../rule.ts';
import { categoryOf, deceives, type Seen } from './findings.ts';

/** What a tool is, which rules decided it, and which said otherwise and were not followed. */
export interface CategoryVerdict {
  readonly category: Category;
  readonly deciding: ReadonlySet<string>;
  readonly overruled: ReadonlySet<string>;
  /** Every category that the tool's own statements establish, the verdict's among them. */
  readonly established: readonly Category[];
  /** The category by place, for the confidence. */
  readonly byPlace: Partial<Record<SightingPlace, Category>>;
  /** How the verdict came about. */
  readonly basis: 'agreed' | 'single' | 'conflict' | 'mode' | 'body' | 'settled' | 'hinted' | 'guess';
}

/** Verbs that say loss even in a later sentence. */
const PLAIN_LOSS = new Set([
  'delete',
  'destroy',
  'purge',
  'wipe',
  'erase',
  'truncate',
  'revoke',
  'overwrite',
]);
/** Rules whose findings a plain statement of only reading settles. */
const SETTLED_BY_READ_ONLY = new Set([
  'runs-queries',
  'calls-raw-api',
  'runs-code',
  'command-parameter',
  'triggers-process',
]);

const TRANSFERS = new Set(['moves-money', 'sends-message']);

/** The most severe category that is established, less what the definition itself takes back. */
export function judgeCategory(seen: readonly Seen[]): CategoryVerdict {
  const decided = settle(seen, decide(seen));
  const spoken = seen.filter(
    (one) => one.outcome === 'observed' && categoryOf(one.rule.meta.capability) !== undefined,
  );
  return { ...decided, byPlace: worstByPlace(seen), ...attribution(spoken, decided.category) };
}

type Decision = Pick<CategoryVerdict, 'category' | 'basis'>;

/** The most severe of what the sightings say. More sightings never make it milder. */
function decide(seen: readonly Seen[]): Decision {
  const byPlace = worstByPlace(isTransfer(seen) ? seen.filter((one) => !saysNoReturn(one)) : seen);
  let { category, basis } = primary(byPlace);
  const worse = (other: Category | undefined, why: CategoryVerdict['basis']): void => {
    if (other !== undefined && rank(CATEGORIES, other) > rank(CATEGORIES, category)) {
      category = other;
      basis = why;
    }
  };
  worse(byPlace.mode, 'mode');
  // Lists in the description of what plainly reads are mostly of what it finds; loss is taken at its word.
  const reads = byPlace.name === 'Read' && byPlace.lead === 'Read';
  if (!reads || byPlace.listed === 'Destructive') worse(byPlace.listed, 'mode');
  worse(byPlace.parameter, 'mode');
  worse(buried(seen), 'body');
  // Of what no word is known of, a warning is all there is.
  const unknown = basis === 'guess' && Object.values(byPlace).every((one) => one !== 'Read');
  if (byPlace.phrase === 'Write' || category !== 'Read' || unknown) worse(byPlace.phrase, 'body');
  return { category, basis };
}

/** Whether a phrase says no more than that there is no way back. */
const saysNoReturn = ({ place, evidence }: Seen): boolean =>
  place === 'phrase' && evidence.every(({ quote }) => NO_RETURN.test(quote));
const NO_RETURN =
  /^(?:irreversibl|irrevocabl|irrecoverabl|not reversible|(?:cannot|can't|cant|can not) be |no undo)/i;

/** Whether money or a message goes out: that it cannot be called back is its nature, and destroys nothing. */
const isTransfer = (seen: readonly Seen[]): boolean => {
  const leads = seen.filter(
    ({ outcome, place, rule }) =>
      outcome === 'observed' &&
      (place === 'name' || place === 'lead') &&
      categoryOf(rule.meta.capability) !== undefined,
  );
  return (
    leads.some(({ rule }) => TRANSFERS.has(rule.id)) &&
    leads.every(({ rule }) => categoryOf(rule.meta.capability) !== 'Destructive')
  );
};

/**
 * What a plain statement takes back: that only reading is possible, that what is lost can be restored. A text
 * that tries to steer its reader is not believed when it speaks for itself.
 */
function settle(seen: readonly Seen[], decision: Decision): Decision {
  if (deceives(seen)) return decision;
  const states = (id: string): boolean =>
    seen.some((one) => one.rule.id === id && one.outcome === 'observed');
  if (decision.category === 'Execute' && states('states-read-only')) {
    const rest = decide(seen.filter((one) => !SETTLED_BY_READ_ONLY.has(one.rule.id)));
    return rest.category === decision.category ? decision : { ...rest, basis: 'settled' };
  }
  if (decision.category === 'Destructive' && states('states-reversible') && !states('irreversible-wording')) {
    const rest = decide(seen.filter((one) => one.rule.meta.capability !== 'destroys'));
    return { category: mostSevere(['Write', rest.category]), basis: 'settled' };
  }
  return decision;
}

/** What name, title and first sentence say together. */
function primary(byPlace: Partial<Record<SightingPlace, Category>>): Decision {
  const { name, lead, title } = byPlace;
  const said = [name, lead, title].filter((one) => one !== undefined);
  if (said.length === 0) {
    const fallback = byPlace.body ?? byPlace.usage ?? byPlace.mode ?? byPlace.parameter;
    return { category: fallback ?? 'Read', basis: 'guess' };
  }
  const category = said.reduce((worst, one) =>
    rank(CATEGORIES, one) > rank(CATEGORIES, worst) ? one : worst,
  );
  const agreed = said.every((one) => one === category);
  return { category, basis: agreed ? (said.length > 1 ? 'agreed' : 'single') : 'conflict' };
}

function worstByPlace(seen: readonly Seen[]): Partial<Record<SightingPlace, Category>> {
  const worst: Partial<Record<SightingPlace, Category>> = {};
  for (const { rule, outcome, place, detail } of seen) {
    const category = categoryOf(rule.meta.capability);
    if (category === undefined || outcome === 'denied' || outcome === 'error') continue;
    if (outcome === 'mentioned' && place !== 'usage') continue;
    if (place === 'body' && category === 'Destructive' && !PLAIN_LOSS.has(detail ?? '')) continue;
    const known = worst[place];
    if (known === undefined || rank(CATEGORIES, category) > rank(CATEGORIES, known)) worst[place] = category;
  }
  return worst;
}

function attribution(
  spoken: readonly Seen[],
  category: Category,
): Pick<CategoryVerdict, 'deciding' | 'overruled' | 'established'> {
  const deciding = new Set<string>();
  const overruled = new Set<string>();
  const established = new Set<Category>([category]);
  for (const { rule, place } of spoken) {
    const own = categoryOf(rule.meta.capability) as Category;
    if (place !== 'body' && place !== 'phrase') established.add(own);
    if (own === category) deciding.add(rule.id);
    else if (rank(CATEGORIES, own) > rank(CATEGORIES, category)) overruled.add(rule.id);
  }
  return { deciding, overruled, established: [...established] };
}

/**
 * What a later sentence of a tool that seems to read states beyond doubt: that it deletes, runs code, sends or
 * pays. Other verbs there speak too often of other things.
 */
function buried(seen: readonly Seen[]): Category {
  let worst: Category = 'Read';
  for (const { rule, outcome, place, detail } of seen) {
    if (outcome !== 'observed' || place !== 'body') continue;
    const category = categoryOf(rule.meta.capability);
    const plain =
      PLAIN_LOSS.has(detail ?? '') ||
      rule.id === 'runs-code' ||
      rule.id === 'moves-money' ||
      (rule.id === 'sends-message' && detail === 'send');
    if (plain && category && rank(CATEGORIES, category) > rank(CATEGORIES, worst)) worst = category;
  }
  return worst;
}
