/** What lists of tools can be chosen by, and the lists themselves: made in one pass over the catalogue. */
import { PARAMETER_KIND_MEANING, PARAMETER_KINDS } from '../../../catalogue/parameter-kinds.ts';
import { facetedTools, type FacetedTool } from '../../../catalogue/store/read-findable.ts';
import type { Catalogue } from '../../../catalogue/store/reads.ts';
import {
  CATEGORIES,
  CATEGORY_MEANING,
  FLAG_MEANING,
  FLAGS,
  HINTS,
  RISK_LEVEL_MEANING,
  RISK_LEVELS,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import { sentence } from '../text/rich.ts';
import { clip, firstSentence } from '../text/visible.ts';
import { FLAG_LABEL } from '../text/words.ts';

export const FACETS = ['level', 'category', 'flag', 'parameter', 'mismatch'] as const;
export type FacetId = (typeof FACETS)[number];

/** One thing that a list of tools can be chosen by. */
export interface FacetValue {
  value: string;
  /** The value in an address. */
  slug: string;
  label: string;
  /** What it means, as a clause about a tool. */
  meaning: string;
}

export const FACET_TITLE: Record<FacetId, string> = {
  level: 'Risk level',
  category: 'Category',
  flag: 'Flag',
  parameter: 'Parameter',
  mismatch: 'Contradicted hint',
};

const slugOf = (text: string): string => text.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

const values = <T extends string>(
  all: readonly T[],
  label: (value: T) => string,
  meaning: (value: T) => string,
) =>
  all.map((value): FacetValue => ({
    value,
    slug: slugOf(value),
    label: label(value),
    meaning: meaning(value),
  }));

export const FACET_VALUES: Record<FacetId, readonly FacetValue[]> = {
  level: values(
    RISK_LEVELS.toReversed(),
    (level) => level,
    (level) => RISK_LEVEL_MEANING[level],
  ),
  category: values(
    CATEGORIES.toReversed(),
    (category) => category,
    (category) => CATEGORY_MEANING[category],
  ),
  flag: values(
    FLAGS,
    (flag) => FLAG_LABEL[flag],
    (flag) => FLAG_MEANING[flag],
  ),
  parameter: values(
    PARAMETER_KINDS,
    (kind) => (kind === 'url' ? 'URL' : sentence(kind.replaceAll('-', ' '))),
    (kind) => `takes ${PARAMETER_KIND_MEANING[kind]}`,
  ),
  mismatch: values(
    HINTS,
    (hint) => hint,
    (hint) => `declares ${/^[aeiou]/.test(hint) ? 'an' : 'a'} ${hint} that its own words contradict`,
  ),
};

/** Tools on one page, and pages for one value: what lies beyond is reached by server and by search. */
export const PER_PAGE = 100;
export const MOST_PAGES = 50;

/** What one line of a list of tools says, as short as it is shown: many thousands are kept. */
export type ListedTool = Pick<
  FacetedTool,
  'serverId' | 'serverName' | 'slug' | 'name' | 'category' | 'riskLevel' | 'flags'
> & {
  /** The first sentence of its description. */
  says: string;
};

/** How many tools a value has, and the riskiest of them, by level and then by server. */
export interface FacetList {
  count: number;
  tools: ListedTool[];
}

const known = new WeakMap<Catalogue, Map<string, FacetList>>();

/** The list of one value. */
export function facetList(db: Catalogue, facet: FacetId, value: string): FacetList {
  let lists = known.get(db);
  if (!lists) known.set(db, (lists = collect(db)));
  return lists.get(`${facet}:${value}`) ?? { count: 0, tools: [] };
}

/** How many pages a list has; an empty one has its page all the same. */
export function pagesOf({ tools }: FacetList): number {
  return Math.max(1, Math.ceil(tools.length / PER_PAGE));
}

type Kept = Record<RiskLevel, ListedTool[]> & { count: number };

/** Tools come by server, so that keeping the first of each level keeps the list in order, in bounded memory. */
function collect(db: Catalogue): Map<string, FacetList> {
  const kept = new Map<string, Kept>();
  for (const tool of facetedTools(db)) {
    let line: ListedTool | undefined;
    for (const key of keysOf(tool)) {
      let lists = kept.get(key);
      if (!lists) kept.set(key, (lists = { count: 0, Low: [], Medium: [], High: [], Critical: [] }));
      lists.count++;
      const here = lists[tool.riskLevel];
      if (here.length < PER_PAGE * MOST_PAGES) here.push((line ??= lineOf(tool)));
    }
  }
  return new Map(
    [...kept].map(([key, lists]) => {
      const tools = RISK_LEVELS.toReversed().flatMap((level) => lists[level]);
      return [key, { count: lists.count, tools: tools.slice(0, PER_PAGE * MOST_PAGES) }];
    }),
  );
}

function lineOf({ kinds: _, mismatches: __, description, ...tool }: FacetedTool): ListedTool {
  const { name, serverName } = tool;
  return {
    ...tool,
    name: clip(name, 100),
    serverName: clip(serverName, 60),
    says: firstSentence(description, 110),
  };
}

function keysOf({ riskLevel, category, flags, kinds, mismatches }: FacetedTool): string[] {
  return [
    `level:${riskLevel}`,
    `category:${category}`,
    ...flags.map((flag) => `flag:${flag}`),
    ...kinds.map((kind) => `parameter:${kind}`),
    ...mismatches.map((hint) => `mismatch:${hint}`),
  ];
}
