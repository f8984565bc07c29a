/** Paths and URLs below the top level of a tool's arguments: in lists of objects, in options, behind `$ref`. */
import { isJsonObject, type Json, type JsonObject } from '../catalogue/json.ts';

/** A text inside one argument: the way to it, with `*` for every element or member, and the name that it goes by. */
export interface NestedText {
  argument: string;
  /** Never empty. */
  path: readonly string[];
  /** The nearest property's name: the element of `paths` is one of `paths`. */
  name: string;
  format: string | undefined;
}

/** Schemas are strangers' data: neither their depth nor their number is trusted. */
const DEEPEST = 8;
const MOST_SCHEMAS = 2000;

/** The texts, and values of no stated type, that a tool's schema declares below its top level. */
export function nestedTexts(inputSchema: JsonObject | undefined): NestedText[] {
  const properties = inputSchema?.properties;
  if (!inputSchema || !isJsonObject(properties)) return [];
  const found = new Map<string, NestedText>();
  const budget = { left: MOST_SCHEMAS };
  for (const [argument, schema] of Object.entries(properties))
    for (const text of textsIn(schema, { root: inputSchema, argument, path: [], name: argument, budget }))
      if (text.path.length > 0) found.set(JSON.stringify([text.argument, text.path]), text);
  return [...found.values()];
}

interface Place {
  root: JsonObject;
  argument: string;
  path: readonly string[];
  name: string;
  budget: { left: number };
}

function textsIn(declared: Json | undefined, place: Place): NestedText[] {
  const schema = dereferenced(declared, place.root);
  if (!isJsonObject(schema) || place.path.length > DEEPEST || place.budget.left-- <= 0) return [];
  return [
    ...(mayBeText(schema) ? [textAt(schema, place)] : []),
    ...branches(schema).flatMap((branch) => textsIn(branch, place)),
    ...members(schema).flatMap(([name, member]) =>
      textsIn(member, { ...place, path: [...place.path, name ?? '*'], name: name ?? place.name }),
    ),
  ];
}

function textAt(schema: JsonObject, { argument, path, name }: Place): NestedText {
  return { argument, path, name, format: typeof schema.format === 'string' ? schema.format : undefined };
}

function mayBeText({ type, enum: values, $ref, properties, items, ...rest }: JsonObject): boolean {
  if (Array.isArray(values)) return false;
  const types = Array.isArray(type) ? type : [type];
  if (types.includes('string')) return true;
  return type === undefined && !$ref && !properties && !items && branches(rest).length === 0;
}

function branches(schema: JsonObject): Json[] {
  return [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
}

/** The schemas one level below: named properties, and under no name the elements and other members. */
function members({
  properties,
  items,
  prefixItems,
  additionalProperties,
}: JsonObject): [string | undefined, Json][] {
  const named = isJsonObject(properties) ? Object.entries(properties) : [];
  const unnamed = [items, additionalProperties, ...(Array.isArray(prefixItems) ? prefixItems : [])];
  return [
    ...named,
    ...unnamed.flatMap((one): [undefined, Json][] => (isJsonObject(one) ? [[undefined, one]] : [])),
  ];
}

/** What a reference into the same schema stands for; a reference elsewhere is never followed. */
function dereferenced(declared: Json | undefined, root: JsonObject): Json | undefined {
  let schema = declared;
  for (let hops = 0; hops < DEEPEST && isJsonObject(schema) && typeof schema.$ref === 'string'; hops++) {
    const [, where, name] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(schema.$ref) ?? [];
    const definitions = where === undefined ? undefined : root[where];
    if (name === undefined || !isJsonObject(definitions) || !Object.hasOwn(definitions, name))
      return undefined;
    schema = definitions[name];
  }
  return schema;
}

/** The values at a place below an argument's value. */
export function valuesAt(value: Json, path: readonly string[]): Json[] {
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  if (first === '*') {
    const inside = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
    return inside.flatMap((one) => valuesAt(one, rest));
  }
  return isJsonObject(value) && Object.hasOwn(value, first) ? valuesAt(value[first]!, rest) : [];
}
