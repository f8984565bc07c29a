import type { Mode } from '../../../catalogue/records.ts';
import { CATEGORIES, type Category } from '../../../catalogue/vocabulary.ts';
import { clip } from '../text/visible.ts';

/** The modes of one parameter that have the same category. */
export interface ModeRow {
  parameter: string;
  values: string[];
  category: Category;
}

const MAX_ROWS = 8;
const MAX_VALUES = 10;

/** The mode matrix: per parameter, the most severe category first; `more` counts the modes left out. */
export function modeRows(modes: readonly Mode[]): { rows: ModeRow[]; more: number } {
  const rows = allRows(modes).slice(0, MAX_ROWS);
  const shown = rows.reduce((sum, { values }) => sum + values.length, 0);
  return { rows, more: modes.length - shown };
}

function allRows(modes: readonly Mode[]): ModeRow[] {
  const parameters = [...new Set(modes.map(({ parameter }) => parameter))];
  return parameters.flatMap((parameter) =>
    CATEGORIES.toReversed().flatMap((category) => {
      const own = modes.filter((mode) => mode.parameter === parameter && mode.category === category);
      const values = own.slice(0, MAX_VALUES).map(({ value }) => clip(value, 40));
      return values.length === 0 ? [] : [{ parameter: clip(parameter, 40), values, category }];
    }),
  );
}
