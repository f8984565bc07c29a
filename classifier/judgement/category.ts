import { CATEGORIES, rank, type Category } from '../../catalogue/vocabulary.ts';
import type { Reading } from '../reading/reading.ts';
import type { SightingPlace } from '../rule.ts';
import { categoryOf, type Seen } from './findings.ts';

/** What a tool is, which rules decided it, and which said otherwise and were not followed. */
export interface CategoryVerdict {
  readonly category: Category;
  readonly deciding: ReadonlySet<string>;
  readonly overruled: ReadonlySet<string>;
  /** The category by place, for the confidence. */
  readonly byPlace: Partial<Record<SightingPlace, Category>>;
  /** How the verdict came about. */
  readonly basis: 'agreed' | 'single' | 'conflict' | 'mode' | 'body' | 'settled' | 'guess';
}

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
  const readOnly = seen.some((one) => one.rule.id === 'states-read-only' && one.outcome === 'observed');
  const reversible = seen.some((one) => one.rule.id === 'states-reversible' && one.outcome === 'observed');
  let { category, basis } = primary(byPlace);
  const worse = (other: Category | undefined, why: CategoryVerdict['basis']): void => {
    if (other !== undefined && rank(CATEGORIES, other) > rank(CATEGORIES, category)) {
      category = other;
      basis = why;
    }
  };
  worse(byPlace.mode, 'mode');
  if (category !== 'Read' || basis === 'guess') {
    worse(byPlace.parameter, 'mode');
    if (category === 'Write') worse(byPlace.phrase, 'body');
    if (category === 'Write') worse(byPlace.body, 'body');
  } else {
    worse(byPlace.parameter, 'mode');
    if (byPlace.phrase === 'Write') worse('Write', 'body');
  }
  if (category === 'Execute' && readOnly) {
    const left = spoken.some(
      (one) => categoryOf(one.rule.meta.capability) === 'Execute' && !SETTLED_BY_READ_ONLY.has(one.rule.id),
    );
    if (!left) [category, basis] = ['Read', 'settled'];
  }
  if (category === 'Destructive' && reversible) [category, basis] = ['Write', 'settled'];
  return { category, basis, byPlace, ...attribution(spoken, category) };
}

/** What name, title and first sentence say together. */
function primary(
  byPlace: Partial<Record<SightingPlace, Category>>,
): Pick<CategoryVerdict, 'category' | 'basis'> {
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
  for (const { rule, outcome, place } of seen) {
    const category = categoryOf(rule.meta.capability);
    if (category === undefined || outcome === 'denied' || outcome === 'error') continue;
    if (outcome === 'mentioned' && place !== 'usage') continue;
    const known = worst[place];
    if (known === undefined || rank(CATEGORIES, category) > rank(CATEGORIES, known)) worst[place] = category;
  }
  return worst;
}

function attribution(
  spoken: readonly Seen[],
  category: Category,
): Pick<CategoryVerdict, 'deciding' | 'overruled'> {
  const deciding = new Set<string>();
  const overruled = new Set<string>();
  for (const { rule } of spoken) {
    const own = categoryOf(rule.meta.capability) as Category;
    if (own === category) deciding.add(rule.id);
    else if (rank(CATEGORIES, own) > rank(CATEGORIES, category)) overruled.add(rule.id);
  }
  return { deciding, overruled };
}
