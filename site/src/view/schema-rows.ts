/** A tool's input schema as the lines of a table. Nothing in it is trusted to be a sound JSON Schema. */
import { isJsonObject, pointerToken, type Json, type JsonObject } from '../../../catalogue/json.ts';
import type { DangerousParameter } from '../../../catalogue/records.ts';
import { clip } from '../text/visible.ts';

export interface ParameterRow {
  /** Dotted, `[]` for the items of a list. */
  path: string;
  pointer: string;
  type: string;
  required: boolean;
  /** Constraints in the schema's own terms, such as `minLength 1`. */
  constraints: string[];
  values: string[];
  description: string;
  danger: string | undefined;
}

/** Of a schema that has far more than are shown, fewer are, for nobody reads it there. */
const FEW_ROWS = 4;
const MAX_DEPTH = 4;

/** At most `most` parameters in the schema's order, nested ones below their owner; `more` counts those left out. */
export function parameterRows(
  schema: JsonObject | undefined,
  dangers: readonly DangerousParameter[],
  most: number,
): { rows: ParameterRow[]; more: number } {
  const rows = schema ? [...walk(schema, '/inputSchema', '', 0)] : [];
  for (const row of rows) row.danger = dangers.find(({ pointer }) => pointer === row.pointer)?.why;
  const max = rows.length > 2 * most ? FEW_ROWS : most;
  const kept = rows.filter((row, i) => i < max || row.danger !== undefined).slice(0, max + 2);
  return { rows: kept, more: rows.length - kept.length };
}

function* walk(schema: JsonObject, pointer: string, path: string, depth: number): Generator<ParameterRow> {
  const { properties, required } = schema;
  if (!isJsonObject(properties) || depth > MAX_DEPTH) return;
  for (const [name, value] of Object.entries(properties)) {
    const own = isJsonObject(value) ? value : {};
    const at = `${pointer}/properties/${pointerToken(name)}`;
    const here = path === '' ? name : `${path}.${name}`;
    yield {
      path: here,
      pointer: at,
      ...describe(own),
      required: Array.isArray(required) && required.includes(name),
      danger: undefined,
    };
    yield* walk(own, at, here, depth + 1);
    if (isJsonObject(own.items)) yield* walk(own.items, `${at}/items`, `${here}[]`, depth + 1);
  }
}

function describe(schema: JsonObject): Pick<ParameterRow, 'type' | 'constraints' | 'values' | 'description'> {
  return {
    type: typeName(schema),
    constraints: CONSTRAINTS.filter((key) => Object.hasOwn(schema, key)).map(
      (key) => `${key} ${short(schema[key]!)}`,
    ),
    values: (Array.isArray(schema.enum)
      ? schema.enum
      : Object.hasOwn(schema, 'const')
        ? [schema.const!]
        : []
    ).map(short),
    description: typeof schema.description === 'string' ? schema.description : '',
  };
}

const CONSTRAINTS = [
  ...['default', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...['exclusiveMaximum', 'multipleOf', 'minItems', 'maxItems', 'uniqueItems', 'additionalProperties'],
];

function short(value: Json): string {
  return clip(typeof value === 'string' ? value : JSON.stringify(value), 60);
}

function typeName(schema: JsonObject): string {
  const { type, items, anyOf, oneOf } = schema;
  if (type === 'array') return isJsonObject(items) ? `list of ${typeName(items)}` : 'list';
  if (typeof type === 'string') return clip(type, 20);
  if (Array.isArray(type)) return clip(type.filter((t) => typeof t === 'string').join(' or '), 40);
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
  const names = new Set(choices.filter(isJsonObject).map(typeName));
  if (names.size > 0) return clip([...names].join(' or '), 60);
  return Array.isArray(schema.enum) ? 'one of' : 'any';
}
