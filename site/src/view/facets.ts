/** What lists of tools can be chosen by, and the lists themselves. */
import { PARAMETER_KIND_MEANING, PARAMETER_KINDS } from '../../../catalogue/parameter-kinds.ts';
import {
  CATEGORIES,
  CATEGORY_MEANING,
  FLAG_MEANING,
  FLAGS,
  RISK_LEVEL_MEANING,
  RISK_LEVELS,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import { sentence } from '../text/rich.ts';
import { clip } from '../text/visible.ts';
import { FLAG_LABEL } from '../text/words.ts';
import type { ToolFacts } from './facts.ts';
import { JUDGED_HINTS } from './judged-hints.ts';
import type { SurveyedServer } from './survey.ts';

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
    JUDGED_HINTS,
    (hint) => hint,
    (hint) => `declares a ${hint} that its own words contradict`,
  ),
};

/** Tools on one page, and pages for one value: what lies beyond is reached by server and by search. */
export const PER_PAGE = 100;
export const MOST_PAGES = 50;

/** What one line of a list of tools says, as short as it is shown: many thousands are kept. */
export type ListedTool = SurveyedServer &
  Pick<ToolFacts, 'slug' | 'name' | 'category' | 'riskLevel' | 'flags' | 'says'>;

/** How many tools a value has, and the riskiest of them, by level and then by server. */
export interface FacetList {
  count: number;
  tools: ListedTool[];
}

const NONE: FacetList = { count: 0, tools: [] };

/** The list of one value, of all that were collected (`facetLists`). */
export function facetList(lists: ReadonlyMap<string, FacetList>, facet: FacetId, value: string): FacetList {
  return lists.get(`${facet}:${value}`) ?? NONE;
}

/** How many pages a list has; an empty one has its page all the same. */
export function pagesOf({ tools }: FacetList): number {
  return Math.max(1, Math.ceil(tools.length / PER_PAGE));
}

/** Lists that servers' tools are added to. */
interface FacetLists {
  add: (server: SurveyedServer, tools: readonly ToolFacts[]) => void;
  finish: () => ReadonlyMap<string, FacetList>;
}

type Kept = Record<RiskLevel, ListedTool[]> & { count: number };

/** Tools come by server, so that keeping the first of each level keeps the list in order, in bounded memory. */
export function facetLists(): FacetLists {
  const kept = new Map<string, Kept>();
  const most = PER_PAGE * MOST_PAGES;
  return {
    add: (server, tools) => {
      for (const tool of tools) {
        let line: ListedTool | undefined;
        for (const key of keysOf(tool)) {
          let lists = kept.get(key);
          if (!lists) kept.set(key, (lists = { count: 0, Low: [], Medium: [], High: [], Critical: [] }));
          lists.count++;
          const here = lists[tool.riskLevel];
          if (here.length < most) here.push((line ??= lineOf(server, tool)));
        }
      }
    },
    finish: () =>
      new Map(
        [...kept].map(([key, lists]) => {
          const tools = RISK_LEVELS.toReversed().flatMap((level) => lists[level]);
          return [key, { count: lists.count, tools: tools.slice(0, most) }];
        }),
      ),
  };
}

function lineOf({ serverId, serverName }: SurveyedServer, tool: ToolFacts): ListedTool {
  const { slug, name, category, riskLevel, flags, says } = tool;
  return {
    ...{ serverId, serverName: clip(serverName, 60) },
    ...{ slug, name: clip(name, 100), category, riskLevel, flags, says },
  };
}

function keysOf({ riskLevel, category, flags, kinds, mismatches }: ToolFacts): string[] {
  return [
    `level:${riskLevel}`,
    `category:${category}`,
    ...flags.map((flag) => `flag:${flag}`),
    ...kinds.map((kind) => `parameter:${kind}`),
    ...mismatches.map((hint) => `mismatch:${hint}`),
  ];
}
