/** The policy's decisions for every category and level, asked of the policy itself so that they cannot differ. */
import type { Classification, Move } from '../../../catalogue/records.ts';
import {
  CATEGORIES,
  RISK_LEVELS,
  type Category,
  type Flag,
  type Posture,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import { ACTION_LABEL, recommend } from '../../../policy/index.ts';
import { list } from '../text/rich.ts';

export interface DecisionRow {
  category: Category;
  cells: string[];
}

/** What a verdict has beside category and level that the policy looks at. */
export interface Beside {
  flags?: Flag[];
  moves?: Move[];
  findings?: Classification['findings'];
}

function verdict(
  category: Category,
  riskLevel: RiskLevel,
  { flags = [], moves = [], findings = [] }: Beside,
): Classification {
  return {
    ...{ digest: '', classifierVersion: '', category, riskLevel, confidence: 1, flags, rationale: '' },
    ...{ findings, moves, modes: [], dangerousParameters: [], hintMismatches: [] },
  };
}

/** A cell: the action, with its number where it is a limit. */
function cell(posture: Posture, category: Category, level: RiskLevel, beside: Beside): string {
  const { action, limit } = recommend('tool', verdict(category, level, beside), posture);
  return limit ? `${limit.max} a ${limit.window}` : ACTION_LABEL[action];
}

/** One posture's table: a row per category, a cell per level. */
export function decisionTable(posture: Posture, beside: Beside = {}): DecisionRow[] {
  return CATEGORIES.map((category) => ({
    category,
    cells: RISK_LEVELS.map((level) => cell(posture, category, level, beside)),
  }));
}

/** Whether a call waits for a person or is denied. */
function isStopped(posture: Posture, category: Category, level: RiskLevel): boolean {
  const { action } = recommend('tool', verdict(category, level, {}), posture);
  return action === 'ask' || action === 'deny' || action === 'hide';
}

/** From which level on a posture stops calls, category by category, as a sentence; its tables never grow looser. */
export function stopsInWords(posture: Posture): string {
  const groups = Map.groupBy(CATEGORIES, (category) =>
    RISK_LEVELS.find((level) => isStopped(posture, category, level)),
  );
  const parts = [...groups].flatMap(([from, categories]) =>
    from === undefined ? [] : [`${list(categories)} ${fromInWords(from)}`],
  );
  return parts.length === 0
    ? 'No call waits for a person or is denied by its level alone.'
    : `What waits for a person or is denied: ${parts.join('; ')}.`;
}

function fromInWords(from: RiskLevel): string {
  if (from === RISK_LEVELS[0]) return 'at every level';
  return from === RISK_LEVELS.at(-1) ? `at ${from}` : `from ${from} on`;
}
