/** A level in words: what it means for a tool, and how it came about. */
import { steersItsReader } from '../../../catalogue/deceit.ts';
import type { Classification } from '../../../catalogue/records.ts';
import { isUndecided } from '../../../catalogue/undecided.ts';
import {
  BASE_RISK_LEVEL,
  LOWER_MEANING,
  RAISE_MEANING,
  RISK_LEVEL_MEANING,
  RISK_LEVELS,
  type Category,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import { list } from './rich.ts';

type Verdict = Pick<Classification, 'category' | 'riskLevel' | 'moves'>;

/** A tool that only looks has nothing to put right or to undo; what can go wrong is what comes to light. */
const READ_MEANING: Record<RiskLevel, string> = {
  Low: 'a wrong call changes nothing and costs next to nothing',
  Medium: 'a wrong call changes nothing, but can bring out what the agent should not see',
  High: 'a wrong call changes nothing, but can bring out what does harm once it is known',
  Critical: 'a wrong call changes nothing, but what it can bring out is never secret again',
};

/** What a wrong call of a tool of that category and level comes to. */
export function levelMeaning(level: RiskLevel, category: Category): string {
  return category === 'Read' ? READ_MEANING[level] : RISK_LEVEL_MEANING[level];
}

/** The same for one tool: what nobody knows, or cannot know from a text that is not honest, is not called harmless. */
export function wrongCall(classification: Classification): string {
  const { riskLevel, category, findings } = classification;
  if (steersItsReader(findings))
    return 'its text gives its reader orders or hides from people: it may do more than it says';
  if (isUndecided(classification)) return 'nothing in its definition says what a wrong call would do';
  return levelMeaning(riskLevel, category);
}

/** How the level came about, step by step: where the category starts, what raised and what lowered it. */
export function levelSteps(verdict: Verdict): string {
  const { category, moves, riskLevel } = verdict;
  const start = `${category} starts at ${BASE_RISK_LEVEL[category]}`;
  if (moves.length === 0) return `${start}, and nothing in the definition raises or lowers it.`;
  if (isCapped(verdict)) return `${start}, ${reasons(verdict)}. ${capRemark(riskLevel)}`;
  const outcome =
    riskLevel === BASE_RISK_LEVEL[category] ? `so it stays ${riskLevel}` : `so it is ${riskLevel}`;
  return `${start}, ${reasons(verdict)}, ${outcome}.`;
}

function reasons({ moves }: Verdict): string {
  return list(
    moves.map((move) =>
      move.direction === 'up'
        ? `one step up because ${RAISE_MEANING[move.reason]}`
        : `one step down because ${LOWER_MEANING[move.reason]}`,
    ),
  );
}

/** Whether the steps lead beyond the highest or the lowest level. */
export function isCapped({ category, moves }: Verdict): boolean {
  const steps = moves.reduce((sum, { direction }) => sum + (direction === 'up' ? 1 : -1), 0);
  const reached = RISK_LEVELS.indexOf(BASE_RISK_LEVEL[category]) + steps;
  return reached < 0 || reached >= RISK_LEVELS.length;
}

/** Why a level did not move as far as its steps say. */
export const capRemark = (level: RiskLevel): string =>
  `There is no level ${level === RISK_LEVELS[0] ? 'below' : 'above'} ${level}.`;
