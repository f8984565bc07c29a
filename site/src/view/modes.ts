import type { Mode } from '../../../catalogue/records.ts';
import { CATEGORIES, type Category } from '../../../catalogue/vocabulary.ts';
import { clip } from '../text/visible.ts';

/** The modes of one parameter that have the same category. */
export interface ModeRow {
  parameter: string;
  values: string[];
  category: Category;
}

/** The mode matrix: per parameter, the most severe category first. */
export function modeRows(modes: readonly Mode[]): ModeRow[] {
  const parameters = [...new Set(modes.map(({ parameter }) => parameter))];
  return parameters.flatMap((parameter) =>
    CATEGORIES.toReversed().flatMap((category) => {
      const own = modes.filter((mode) => mode.parameter === parameter && mode.category === category);
      const values = own.slice(0, 20).map(({ value }) => clip(value, 40));
      return values.length === 0 ? [] : [{ parameter: clip(parameter, 40), values, category }];
    }),
  );
}
