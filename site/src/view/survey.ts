/**
 * What is known of all tools at once: for the pages on attacks, statistics and rules, for the lists of tools, and for
 * sitemaps. Each server is surveyed for itself, so that what it adds can be kept until the server changes
 * (scripts/site/downloads.ts).
 */
import { grade, GRADES, type Grade } from '../../../catalogue/grade.ts';
import { COMBINATIONS, type Combination } from '../../../catalogue/combinations.ts';
import { combinationsOf } from '../../../catalogue/attacks.ts';
import type { ToolRecord } from '../../../catalogue/store/reads.ts';
import {
  CATEGORIES,
  FLAGS,
  HINTS,
  RISK_LEVELS,
  rank,
  type Category,
  type Flag,
  type Hint,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import { context, type AttackDocument } from '../../context.ts';
import { attacksOnServer } from './attacks.ts';
import { facetLists, type FacetList } from './facets.ts';
import { toolFacts, type ToolFacts } from './facts.ts';
import type { ServerWithTools } from './read.ts';
import { riskiestTools, type RiskyTool } from './riskiest.ts';
import { datedPages, type DatedPages } from './sitemap.ts';

/** A tool in a list of those that an attack goes through. */
export interface SurveyedTool {
  serverId: string;
  serverName: string;
  slug: string;
  name: string;
  category: Category;
  riskLevel: RiskLevel;
  /** Whether it is of the very package that the attack is about. */
  ofPackage: boolean;
}

/** The tools that an attack goes through: how many, on how many servers, and the first of them. */
export interface AttackReach {
  tools: number;
  servers: number;
  first: SurveyedTool[];
}

/** How often each of a hint's declarations stands beside a category, and how often it contradicts the words. */
export interface HintCounts {
  declared: Record<'true' | 'false' | 'not declared' | 'not a boolean', Record<Category, number>>;
  mismatches: number;
}

export interface RuleCounts {
  observed: number;
  decides: number;
}

export interface Survey {
  tools: number;
  servers: number;
  verdicts: Record<Category, Record<RiskLevel, number>>;
  flags: Map<Flag, number>;
  grades: Record<Grade, number>;
  combinations: Map<Combination, number>;
  hints: Record<Hint, HintCounts>;
  rules: Map<string, RuleCounts>;
  attacks: Map<string, AttackReach>;
  /** The tools that have one thing in common, by `facet:value`. */
  facets: ReadonlyMap<string, FacetList>;
  riskiest: readonly RiskyTool[];
  /** The pages of every server, in the order in which the servers were added. */
  pages: readonly DatedPages[];
}

/** How many of the tools that an attack goes through are kept by name. */
const FIRST = 100;

/** What one server adds to the survey: plain data, small, for it is stored for each of them. */
export interface ServerSurvey {
  /** Its tools, by slug. */
  tools: ToolFacts[];
  /** How often each thing is counted, by its name (`key`). */
  counts: Record<string, number>;
  /** The attacks that go through its tools. */
  reached: { attack: string; tool: Omit<SurveyedTool, 'serverId' | 'serverName'> }[];
}

/** The survey of the catalogue that the site is built from. @throws Error where none was made */
export function surveyed(): Survey {
  const { survey } = context();
  if (!survey) throw new Error('the survey is made with the pages that are about no one server');
  return survey;
}

type Declaration = keyof HintCounts['declared'];
const DECLARATIONS: readonly Declaration[] = ['true', 'false', 'not declared', 'not a boolean'];

/** What is counted, as the name of its count. */
const key = {
  grade: (letter: Grade) => `grade ${letter}`,
  combination: (combination: Combination) => `combination ${combination}`,
  verdict: (category: Category, level: RiskLevel) => `verdict ${category} ${level}`,
  flag: (flag: Flag) => `flag ${flag}`,
  declared: (hint: Hint, value: Declaration, category: Category) => `declared ${hint} ${value} ${category}`,
  mismatch: (hint: Hint) => `mismatch ${hint}`,
  observed: (rule: string) => `observed ${rule}`,
  decides: (rule: string) => `decides ${rule}`,
};

/** Surveys one server. */
export function surveyServer(found: ServerWithTools, attacks: readonly AttackDocument[]): ServerSurvey {
  const { server, tools } = found;
  const counts: Record<string, number> = {};
  const add = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
  const letter = grade(server.levels);
  if (letter) add(key.grade(letter));
  for (const tool of tools) countTool(add, tool);
  const flags = new Set(tools.flatMap(({ classification }) => classification.flags));
  for (const one of combinationsOf(flags)) add(key.combination(one));
  return {
    tools: tools.map(toolFacts).sort(bySlug),
    counts,
    reached: attacks.length === 0 ? [] : reachedBy(attacks, found),
  };
}

/** As the catalogue sorts them: slugs that differ in case alone are none. */
const bySlug = (a: ToolFacts, b: ToolFacts): number => (a.slug.toLowerCase() < b.slug.toLowerCase() ? -1 : 1);

function countTool(add: (name: string) => void, { definition, classification }: ToolRecord): void {
  const { category, riskLevel, flags, findings, hintMismatches } = classification;
  add(key.verdict(category, riskLevel));
  for (const flag of flags) add(key.flag(flag));
  for (const { ruleId, outcome, effect } of findings) {
    if (outcome !== 'observed') continue;
    add(key.observed(ruleId));
    if (effect === 'decides') add(key.decides(ruleId));
  }
  for (const hint of HINTS) {
    add(key.declared(hint, declaration(definition.annotations?.[hint]), category));
    if (hintMismatches.includes(hint)) add(key.mismatch(hint));
  }
}

function declaration(value: unknown): Declaration {
  if (value === undefined || value === null) return 'not declared';
  return typeof value === 'boolean' ? `${value}` : 'not a boolean';
}

function reachedBy(attacks: readonly AttackDocument[], found: ServerWithTools): ServerSurvey['reached'] {
  const matches = attacksOnServer(attacks, found);
  return found.tools.flatMap(({ slug, name, classification: { category, riskLevel } }) =>
    (matches.get(slug) ?? []).map(({ attack, by }) => ({
      attack: attack.id,
      tool: { slug, name, category, riskLevel, ofPackage: by === 'package' },
    })),
  );
}

/** Whose tools they are. */
export type SurveyedServer = Pick<SurveyedTool, 'serverId' | 'serverName'>;

/** A survey that servers are added to, one after the other, in the order of their ids. */
export interface Surveyor {
  add: (server: SurveyedServer, surveyed: ServerSurvey) => void;
  finish: () => Survey;
}

/** Begins a survey of nothing. */
export function surveyor(): Surveyor {
  const sums = new Map<string, number>();
  const attacks: Survey['attacks'] = new Map();
  const [facets, riskiest, pages] = [facetLists(), riskiestTools(), datedPages()];
  let servers = 0;
  return {
    add: (server, { counts, reached, tools }) => {
      for (const lists of [facets, riskiest, pages]) lists.add(server, tools);
      if (tools.length > 0) servers++;
      for (const name in counts) sums.set(name, (sums.get(name) ?? 0) + counts[name]!);
      for (const [attack, here] of Map.groupBy(reached, ({ attack }) => attack)) {
        const reach = attacks.get(attack) ?? { tools: 0, servers: 0, first: [] };
        attacks.set(attack, reach);
        reach.tools += here.length;
        reach.servers++;
        reach.first.push(...here.map(({ tool }) => ({ ...server, ...tool })));
        if (reach.first.length > 10 * FIRST) reach.first = firstReached(reach.first);
      }
    },
    finish: () => {
      for (const reach of attacks.values()) reach.first = firstReached(reach.first);
      return {
        ...fromSums(sums),
        ...{ servers, attacks },
        ...{ facets: facets.finish(), riskiest: riskiest.finish(), pages: pages.finish() },
      };
    },
  };
}

type Sums = Omit<Survey, 'servers' | 'attacks' | 'facets' | 'riskiest' | 'pages'>;

function fromSums(sums: ReadonlyMap<string, number>): Sums {
  const n = (name: string): number => sums.get(name) ?? 0;
  const per = <K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
  const counted = <K extends string>(names: readonly K[], keyOf: (name: K) => string): Map<K, number> =>
    new Map(names.filter((name) => n(keyOf(name)) > 0).map((name) => [name, n(keyOf(name))]));
  const rules = [...sums.keys()]
    .filter((name) => name.startsWith(key.observed('')))
    .map((name) => name.slice(key.observed('').length));
  const verdicts = per(CATEGORIES, (category) =>
    per(RISK_LEVELS, (level) => n(key.verdict(category, level))),
  );
  return {
    tools: Object.values(verdicts)
      .flatMap(Object.values<number>)
      .reduce((sum, some) => sum + some, 0),
    verdicts,
    flags: counted(FLAGS, key.flag),
    grades: per(GRADES, (letter) => n(key.grade(letter))),
    combinations: counted(COMBINATIONS, key.combination),
    hints: per(HINTS, (hint) => ({
      declared: per(DECLARATIONS, (value) =>
        per(CATEGORIES, (category) => n(key.declared(hint, value, category))),
      ),
      mismatches: n(key.mismatch(hint)),
    })),
    rules: new Map(
      rules.map((rule) => [rule, { observed: n(key.observed(rule)), decides: n(key.decides(rule)) }]),
    ),
  };
}

/** Tools of the very package first, then the riskiest, then by server: so that a cut list is the same every time. */
function firstReached(tools: readonly SurveyedTool[]): SurveyedTool[] {
  return tools
    .toSorted(
      (a, b) =>
        Number(b.ofPackage) - Number(a.ofPackage) ||
        rank(RISK_LEVELS, b.riskLevel) - rank(RISK_LEVELS, a.riskLevel) ||
        (a.serverId < b.serverId ? -1 : a.serverId > b.serverId ? 1 : a.name < b.name ? -1 : 1),
    )
    .slice(0, FIRST);
}
