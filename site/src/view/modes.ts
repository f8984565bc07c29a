import { isJsonObject } from '../../../catalogue/json.ts';
import type { Mode, ToolDefinition } from '../../../catalogue/records.ts';
import { CATEGORIES, type Category } from '../../../catalogue/vocabulary.ts';
import { clip } from '../text/visible.ts';

/** The modes of one parameter that have the same category; none where it is not judged. */
export interface ModeRow {
  parameter: string;
  values: string[];
  category: Category | undefined;
}

const MAX_ROWS = 8;
const MAX_VALUES = 10;

/**
 * The mode matrix: per parameter, the most severe category first, and last the values of its schema of which no rule
 * knows what they do; `more` counts what is left out.
 */
export function modeRows(
  { inputSchema }: Pick<ToolDefinition, 'inputSchema'>,
  modes: readonly Mode[],
): { rows: ModeRow[]; more: number } {
  const all = allRows(inputSchema, modes);
  const rows = all.slice(0, MAX_ROWS).map((row) => ({ ...row, values: row.values.slice(0, MAX_VALUES) }));
  const number = (some: readonly ModeRow[]) => some.reduce((sum, { values }) => sum + values.length, 0);
  return { rows, more: number(all) - number(rows) };
}

function allRows(schema: ToolDefinition['inputSchema'], modes: readonly Mode[]): ModeRow[] {
  const parameters = [...new Set(modes.map(({ parameter }) => parameter))];
  return parameters.flatMap((parameter) => {
    const row = (category: Category | undefined, values: readonly string[]): ModeRow[] =>
      values.length === 0
        ? []
        : [{ parameter: clip(parameter, 40), values: values.map((value) => clip(value, 40)), category }];
    const judged = CATEGORIES.toReversed().flatMap((category) => {
      const own = modes.filter((mode) => mode.parameter === parameter && mode.category === category);
      return row(
        category,
        own.map(({ value }) => value),
      );
    });
    return [...judged, ...row(undefined, unjudgedValues(schema, modes, parameter))];
  });
}

/** The values that a parameter of modes may have by its schema, and that no rule knows. */
export function unjudgedValues(
  schema: ToolDefinition['inputSchema'],
  modes: readonly Mode[],
  parameter: string,
): string[] {
  const { properties } = schema ?? {};
  const own =
    isJsonObject(properties) && Object.hasOwn(properties, parameter) ? properties[parameter] : undefined;
  const values = isJsonObject(own) && Array.isArray(own.enum) ? own.enum : [];
  const judged = new Set(modes.filter((mode) => mode.parameter === parameter).map(({ value }) => value));
  return values.filter((value): value is string => typeof value === 'string' && !judged.has(value));
}
