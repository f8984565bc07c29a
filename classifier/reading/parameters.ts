import { isJsonObject, pointerToken, type Json, type JsonObject } from '../../catalogue/json.ts';
import { readAnnotation } from './annotation.ts';

/** A parameter of a tool, flattened out of its schema. */
export interface Parameter {
  /** JSON Pointer of what names it: the object that holds it, `/inputSchema/properties`, or its name in a list. */
  readonly holder: string;
  /** JSON Pointer of its schema. */
  readonly pointer: string;
  readonly key: string;
  /** Lower-case words of the key, joined by single spaces. */
  readonly words: string;
  /** The dotted path as a caller writes it. */
  readonly path: string;
  readonly type: string;
  readonly values: readonly string[];
  /** JSON Pointer of the enumeration, for quoting its values. */
  readonly valuesPointer: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema: JsonObject;
}

const MAX_PARAMETERS = 400;
const MAX_DEPTH = 8;
const BRANCHES = ['anyOf', 'oneOf', 'allOf'] as const;

interface Walk {
  readonly root: JsonObject;
  readonly found: Parameter[];
  readonly open: Set<JsonObject>;
}

/** Every parameter of an input schema: nested ones, alternatives and local `$ref`s included; bounded, cycle-safe. */
export function flattenParameters(schema: JsonObject | undefined): Parameter[] {
  if (!schema) return [];
  const walk: Walk = { root: schema, found: [], open: new Set() };
  visit(walk, schema, '/inputSchema', '', 0);
  if (walk.found.length === 0) listed(walk, schema);
  return walk.found;
}

/** Members under which files of declared tools list parameters that no schema describes. */
const LISTS = ['arguments', 'params'] as const;

/** Parameters that are listed by name, or by name and type, and not described by a schema. */
function listed(walk: Walk, schema: JsonObject): void {
  for (const member of LISTS) {
    const list = schema[member];
    const holder = `/inputSchema/${member}`;
    if (Array.isArray(list))
      list.slice(0, MAX_PARAMETERS).forEach((one, at) => listedOne(walk, one, `${holder}/${at}`));
    else if (isJsonObject(list))
      for (const [key, type] of Object.entries(list).slice(0, MAX_PARAMETERS))
        addParameter(walk, type, key, { holder });
  }
}

function listedOne(walk: Walk, one: Json, pointer: string): void {
  if (typeof one === 'string') addParameter(walk, {}, one, { holder: pointer, pointer });
  if (!isJsonObject(one) || typeof one['name'] !== 'string') return;
  const described = { ...one, description: one['description'] ?? one['desc'] ?? '' };
  addParameter(walk, described, one['name'], {
    ...{ holder: `${pointer}/name`, pointer },
    required: one['required'] === true,
  });
}

function visit(walk: Walk, node: JsonObject, pointer: string, path: string, depth: number): void {
  if (depth > MAX_DEPTH || walk.open.has(node) || walk.found.length >= MAX_PARAMETERS) return;
  walk.open.add(node);
  const properties = node['properties'];
  if (isJsonObject(properties)) {
    const required = Array.isArray(node['required']) ? node['required'] : [];
    for (const key of Object.keys(properties)) {
      if (walk.found.length >= MAX_PARAMETERS) break;
      addParameter(walk, properties[key] as Json, key, {
        holder: `${pointer}/properties`,
        path,
        depth,
        required: required.includes(key),
      });
    }
  }
  for (const { branch, options } of alternatives(node)) {
    options.forEach((option, index) => {
      if (isJsonObject(option)) visit(walk, option, `${pointer}/${branch}/${index}`, path, depth + 1);
    });
  }
  const items = node['items'];
  if (isJsonObject(items)) visit(walk, items, `${pointer}/items`, `${path}[]`, depth + 1);
  const target = resolveReference(walk.root, node['$ref']);
  if (target) visit(walk, target.schema, target.pointer, path, depth + 1);
  walk.open.delete(node);
}

const JSON_TYPES = new Set(['string', 'boolean', 'integer', 'number', 'array', 'object', 'null']);

/** Where a parameter stands. */
interface Site {
  readonly holder: string;
  /** JSON Pointer of its schema, where that is not the holder's member. */
  readonly pointer?: string;
  readonly path?: string;
  readonly depth?: number;
  readonly required?: boolean;
}

function addParameter(
  walk: Walk,
  value: Json,
  key: string,
  { holder, pointer = `${holder}/${pointerToken(key)}`, path = '', depth = 0, required = false }: Site,
): void {
  const schema = isJsonObject(value) ? value : typeof value === 'string' ? { type: value } : {};
  const full = path === '' ? key : `${path}.${key}`;
  const { type } = schema;
  const own = typeof type === 'string' && !JSON_TYPES.has(type) ? readAnnotation(type) : undefined;
  const { values, valuesPointer } =
    own?.values.length && !Array.isArray(schema['enum'])
      ? { values: own.values, valuesPointer: isJsonObject(value) ? `${pointer}/type` : pointer }
      : enumeration(schema, pointer);
  walk.found.push({
    holder,
    pointer,
    key,
    words: keyWords(key),
    path: full,
    type: own?.type ?? typeOf(schema),
    values,
    valuesPointer,
    description: typeof schema['description'] === 'string' ? schema['description'] : (own?.description ?? ''),
    required,
    schema,
  });
  if (isCompound(schema)) visit(walk, schema, pointer, full, depth + 1);
}

/** Whether a schema has parts of its own. */
function isCompound(schema: JsonObject): boolean {
  return (
    'properties' in schema ||
    'items' in schema ||
    '$ref' in schema ||
    'anyOf' in schema ||
    'oneOf' in schema ||
    'allOf' in schema
  );
}

/** Parameters of different tools have the same names again and again; the words of so many short ones are kept. */
const MOST_KEPT = 5000;
const LONGEST_KEPT = 40;
const kept = new Map<string, string>();

/** `dryRun`, `dry_run` and `dry-run` alike become `dry run`. */
export function keyWords(key: string): string {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
  if (kept.size < MOST_KEPT && key.length <= LONGEST_KEPT) kept.set(key, words);
  return words;
}

/** The objects among a schema's alternatives, with the pointer of each list. */
function alternatives(schema: JsonObject): { branch: string; options: readonly Json[] }[] {
  const found: { branch: string; options: readonly Json[] }[] = [];
  for (const branch of BRANCHES) {
    const options = schema[branch];
    if (Array.isArray(options)) found.push({ branch, options });
  }
  return found;
}

function typeOf(schema: JsonObject): string {
  const type = schema['type'];
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type.find((one) => one !== 'null') ?? '');
  for (const { options } of alternatives(schema)) {
    const typed = options.find((option) => isJsonObject(option) && option['type'] !== 'null');
    if (isJsonObject(typed) && typeof typed['type'] === 'string') return typed['type'];
  }
  return '';
}

const NO_VALUES: readonly string[] = [];

/** The values that a parameter allows: `enum`, `const`, or those of its alternatives or items. */
function enumeration(
  schema: JsonObject,
  pointer: string,
): { values: readonly string[]; valuesPointer: string } {
  const { enum: own, items, const: only } = schema;
  if (Array.isArray(own)) return { values: strings(own), valuesPointer: `${pointer}/enum` };
  if (isJsonObject(items) && Array.isArray(items['enum'])) {
    return { values: strings(items['enum']), valuesPointer: `${pointer}/items/enum` };
  }
  if (typeof only === 'string') return { values: [only], valuesPointer: `${pointer}/const` };
  for (const { branch, options } of alternatives(schema)) {
    const listed = options.flatMap((option) => {
      if (!isJsonObject(option)) return [];
      if (Array.isArray(option['enum'])) return strings(option['enum']);
      return typeof option['const'] === 'string' ? [option['const']] : [];
    });
    if (listed.length > 0) return { values: listed, valuesPointer: `${pointer}/${branch}` };
  }
  return { values: NO_VALUES, valuesPointer: pointer };
}

const strings = (values: readonly Json[]): string[] => values.filter((value) => typeof value === 'string');

/** A local reference, `#/$defs/Name`; nothing else is followed. */
function resolveReference(
  root: JsonObject,
  reference: Json | undefined,
): { schema: JsonObject; pointer: string } | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let node: Json = root;
  for (const token of reference.slice(2).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isJsonObject(node) || !Object.hasOwn(node, key)) return undefined;
    node = node[key] as Json;
  }
  return isJsonObject(node) ? { schema: node, pointer: `/inputSchema${reference.slice(1)}` } : undefined;
}
