/** What is counted over all tools at once, in one pass: for the pages on attacks, statistics and rules. */
import { grade, GRADES, type Grade } from '../../../catalogue/grade.ts';
import { combinationsOf } from '../../../catalogue/attacks.ts';
import type { Combination } from '../../../catalogue/combinations.ts';
import {
  readServer,
  serverToolRecords,
  type Catalogue,
  type ToolRecord,
} from '../../../catalogue/store/reads.ts';
import {
  HINTS,
  RISK_LEVELS,
  rank,
  type Category,
  type Flag,
  type Hint,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import type { AttackDocument } from '../../context.ts';
import { attacksOnServer, type AttackMatch } from './attacks.ts';
import { serversByName } from './servers-by-name.ts';

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
}

/** How many of the tools that an attack goes through are kept by name. */
const FIRST = 100;

const surveys = new WeakMap<Catalogue, Survey>();

/** The survey of a catalogue, made once for a build. */
export function surveyOf(db: Catalogue, attacks: readonly AttackDocument[]): Survey {
  let survey = surveys.get(db);
  if (!survey) surveys.set(db, (survey = surveyed(db, attacks)));
  return survey;
}

const perCategory = <T>(value: () => T): Record<Category, T> => ({
  Read: value(),
  Write: value(),
  Execute: value(),
  Destructive: value(),
});

function emptySurvey(): Survey {
  const hint = (): HintCounts => ({
    declared: {
      true: perCategory(() => 0),
      false: perCategory(() => 0),
      'not declared': perCategory(() => 0),
      'not a boolean': perCategory(() => 0),
    },
    mismatches: 0,
  });
  return {
    tools: 0,
    servers: 0,
    verdicts: perCategory(() => ({ Low: 0, Medium: 0, High: 0, Critical: 0 })),
    flags: new Map(),
    grades: Object.fromEntries(GRADES.map((letter) => [letter, 0])) as Record<Grade, number>,
    combinations: new Map(),
    hints: Object.fromEntries(HINTS.map((name) => [name, hint()])) as Record<Hint, HintCounts>,
    rules: new Map(),
    attacks: new Map(),
  };
}

function surveyed(db: Catalogue, attacks: readonly AttackDocument[]): Survey {
  const survey = emptySurvey();
  for (const { id, levels, tools: n } of serversByName(db)) {
    if (n === 0) continue;
    const tools = serverToolRecords(db, id);
    const letter = grade(levels);
    if (letter) survey.grades[letter]++;
    survey.servers++;
    for (const tool of tools) countTool(survey, tool);
    const flags = new Set(tools.flatMap(({ classification }) => classification.flags));
    for (const one of combinationsOf(flags)) increase(survey.combinations, one);
    if (attacks.length > 0)
      countAttacks(survey, tools, attacksOnServer(attacks, { server: readServer(db, id)!, tools }));
  }
  for (const reach of survey.attacks.values()) reach.first = riskiest(reach.first);
  return survey;
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countTool(survey: Survey, { definition, classification }: ToolRecord): void {
  const { category, riskLevel, flags, findings, hintMismatches } = classification;
  survey.tools++;
  survey.verdicts[category][riskLevel]++;
  for (const flag of flags) increase(survey.flags, flag);
  for (const { ruleId, outcome, effect } of findings) {
    if (outcome !== 'observed') continue;
    const counts = survey.rules.get(ruleId) ?? { observed: 0, decides: 0 };
    counts.observed++;
    if (effect === 'decides') counts.decides++;
    survey.rules.set(ruleId, counts);
  }
  for (const hint of HINTS) {
    survey.hints[hint].declared[declaration(definition.annotations?.[hint])][category]++;
    if (hintMismatches.includes(hint)) survey.hints[hint].mismatches++;
  }
}

function declaration(value: unknown): keyof HintCounts['declared'] {
  if (value === undefined || value === null) return 'not declared';
  return typeof value === 'boolean' ? `${value}` : 'not a boolean';
}

function countAttacks(
  survey: Survey,
  tools: readonly ToolRecord[],
  matches: ReadonlyMap<string, readonly AttackMatch[]>,
): void {
  const here = new Set<string>();
  for (const tool of tools) {
    for (const { attack, by } of matches.get(tool.slug) ?? []) {
      const reach = survey.attacks.get(attack.id) ?? { tools: 0, servers: 0, first: [] };
      survey.attacks.set(attack.id, reach);
      reach.tools++;
      if (!here.has(attack.id)) reach.servers++;
      here.add(attack.id);
      reach.first.push(surveyedTool(tool, by === 'package'));
      if (reach.first.length > 10 * FIRST) reach.first = riskiest(reach.first);
    }
  }
}

function surveyedTool(tool: ToolRecord, ofPackage: boolean): SurveyedTool {
  const { serverId, serverName, slug, name, classification } = tool;
  const { category, riskLevel } = classification;
  return { serverId, serverName, slug, name, category, riskLevel, ofPackage };
}

/** Tools of the very package first, then the riskiest, then by server: so that a cut list is the same every time. */
function riskiest(tools: readonly SurveyedTool[]): SurveyedTool[] {
  return tools
    .toSorted(
      (a, b) =>
        Number(b.ofPackage) - Number(a.ofPackage) ||
        rank(RISK_LEVELS, b.riskLevel) - rank(RISK_LEVELS, a.riskLevel) ||
        (a.serverId < b.serverId ? -1 : a.serverId > b.serverId ? 1 : a.name < b.name ? -1 : 1),
    )
    .slice(0, FIRST);
}
