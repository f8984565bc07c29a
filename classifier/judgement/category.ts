import { CATEGORIES, rank, type Category } from '../../catalogue/vocabulary.ts';
import type { Reading } from '../reading/reading.ts';
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
  readonly basis: 'agreed' | 'single' | 'conflict' | 'mode' | 'body' | 'settled' | 'guess';
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

/** The most severe category that is established, less what the definition itself takes back. */
export function judgeCategory(reading: Reading, seen: readonly Seen[]): CategoryVerdict {
  const byPlace = worstByPlace(seen);
  const spoken = seen.filter(
    (one) => one.outcome === 'observed' && categoryOf(one.rule.meta.capability) !== undefined,
  );
  // A text that tries to steer its reader is not believed when it speaks for itself.
  const honest = !deceives(seen);
  const states = (id: string): boolean =>
    honest && seen.some((one) => one.rule.id === id && one.outcome === 'observed');
  const readOnly = states('states-read-only');
  const reversible = states('states-reversible');
  let { category, basis } = primary(seen, byPlace);
  const worse = (other: Category | undefined, why: CategoryVerdict['basis']): void => {
    if (other !== undefined && rank(CATEGORIES, other) > rank(CATEGORIES, category)) {
      category = other;
      basis = why;
    }
  };
  worse(byPlace.mode, 'mode');
  if (category !== 'Read' || basis === 'guess') {
    worse(byPlace.parameter, 'mode');
    if (category === 'Write' || byPlace.lead === 'Execute') worse(byPlace.phrase, 'body');
    if (category === 'Write' && byPlace.body === 'Destructive') worse(byPlace.body, 'body');
  } else {
    worse(byPlace.parameter, 'mode');
    if (byPlace.phrase === 'Write') worse('Write', 'body');
    worse(buried(seen), 'body');
  }
  if (category === 'Execute' && readOnly) {
    const left = spoken.some(
      (one) => categoryOf(one.rule.meta.capability) === 'Execute' && !SETTLED_BY_READ_ONLY.has(one.rule.id),
    );
    if (!left) {
      const rest = seen.filter((one) => !SETTLED_BY_READ_ONLY.has(one.rule.id));
      [category, basis] = [primary(rest, worstByPlace(rest)).category, 'settled'];
    }
  }
  if (category === 'Destructive' && reversible) [category, basis] = ['Write', 'settled'];
  return { category, basis, byPlace, ...attribution(spoken, category) };
}

/** What name, title and first sentence say together. */
function primary(
  seen: readonly Seen[],
  byPlace: Partial<Record<SightingPlace, Category>>,
): Pick<CategoryVerdict, 'category' | 'basis'> {
  const { name, lead, title } = byPlace;
  const said = [name, lead, title].filter((one) => one !== undefined);
  if (said.length === 0) {
    const fallback = byPlace.body ?? byPlace.usage ?? byPlace.mode ?? byPlace.parameter;
    return { category: fallback ?? 'Read', basis: 'guess' };
  }
  if (lead !== undefined && isVague(seen, lead)) return { category: lead, basis: 'conflict' };
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

/** Whether only a name such as `reset` speaks of loss, and the first sentence explains it as something milder. */
function isVague(seen: readonly Seen[], lead: Category): boolean {
  if (lead === 'Destructive') return false;
  const losses = seen.filter(
    ({ rule, outcome, place }) =>
      outcome === 'observed' &&
      (place === 'name' || place === 'title') &&
      categoryOf(rule.meta.capability) === 'Destructive',
  );
  return losses.length > 0 && losses.every(({ rule }) => rule.id === 'resets' || rule.id === 'clears');
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
