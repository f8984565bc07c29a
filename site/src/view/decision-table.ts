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
