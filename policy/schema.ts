import { isJsonObject, type JsonObject } from '../catalogue/json.ts';
import { isPortable } from './patterns.ts';
import type { JsonType, Requirement, Scalar } from './requirement.ts';

const TYPES: readonly string[] = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** One top-level parameter of a tool, as far as a policy can use it. */
export interface Parameter {
  name: string;
  type: JsonType | undefined;
  /** The type of an array's elements. */
  itemType: JsonType | undefined;
  nullable: boolean;
  required: boolean;
  enumeration: readonly Scalar[] | undefined;
  schema: JsonObject;
}

/** The top-level parameters that a tool's input schema declares. A schema that declares none gives none. */
export function parameters(inputSchema: JsonObject | undefined): Parameter[] {
  const properties = inputSchema?.properties;
  if (!isJsonObject(properties)) return [];
  const required = Array.isArray(inputSchema?.required) ? inputSchema.required : [];
  return Object.keys(properties).flatMap((name) => {
    const declared = properties[name];
    return isJsonObject(declared) ? [parameter(name, declared, required.includes(name))] : [];
  });
}

function parameter(name: string, declared: JsonObject, required: boolean): Parameter {
  const { schema, nullable } = unwrap(declared);
  const type = typeOf(schema);
  const items = schema.items;
  const values = schema.enum;
  return {
    name,
    type,
    itemType: isJsonObject(items) ? typeOf(items) : undefined,
    nullable,
    required,
    enumeration: Array.isArray(values) && values.length > 0 && values.every(isScalar) ? values : undefined,
    schema,
  };
}

/** `{anyOf: [X, null]}` and `{type: [x, "null"]}` are X that may be null. */
function unwrap(declared: JsonObject): { schema: JsonObject; nullable: boolean } {
  const options = [declared.anyOf, declared.oneOf].find(Array.isArray);
  if (options) {
    const others = options.filter((option) => !isJsonObject(option) || option.type !== 'null');
    const only = others.length === 1 ? others[0] : undefined;
    if (isJsonObject(only)) return { schema: only, nullable: options.length > 1 };
  }
  if (Array.isArray(declared.type)) {
    const types = declared.type.filter((type) => type !== 'null');
    if (types.length === 1)
      return { schema: { ...declared, type: types[0]! }, nullable: declared.type.length > 1 };
  }
  return { schema: declared, nullable: declared.nullable === true };
}

function typeOf(schema: JsonObject): JsonType | undefined {
  return typeof schema.type === 'string' && TYPES.includes(schema.type)
    ? (schema.type as JsonType)
    : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What the schema says of a parameter, repeated as requirements. Nothing for one that may also be null. */
export function validations(parameter: Parameter): Requirement[] {
  if (parameter.nullable) return [];
  const { name, required, schema, type, enumeration } = parameter;
  const require = (check: Requirement['check'], says: string): Requirement => ({
    argument: name,
    check,
    purpose: 'validation',
    required,
    because: `the schema says that ${name} ${says}`,
  });
  if (enumeration) return [require({ kind: 'one-of', values: enumeration }, 'is one of a fixed set')];
  const found: Requirement[] = [];
  const range = bounds(schema, 'minimum', 'maximum');
  if ((type === 'number' || type === 'integer') && range)
    found.push(require({ kind: 'range', ...range }, `lies ${between(range)}`));
  const length = bounds(schema, 'minLength', 'maxLength');
  if (type === 'string' && length)
    found.push(require({ kind: 'length', ...length }, `has a length ${between(length)}`));
  if (type === 'string' && typeof schema.pattern === 'string' && isPortable(schema.pattern))
    found.push(require({ kind: 'pattern', source: schema.pattern }, 'has a certain form'));
  // A bound that holds says the type as well.
  return found.length > 0 || !type ? found : [require({ kind: 'type', type }, `is of type ${type}`)];
}

interface Bounds {
  min?: number;
  max?: number;
}

function bounds(schema: JsonObject, least: string, most: string): Bounds | undefined {
  const min = schema[least];
  const max = schema[most];
  const found: Bounds = {
    ...(typeof min === 'number' && Number.isFinite(min) ? { min } : {}),
    ...(typeof max === 'number' && Number.isFinite(max) ? { max } : {}),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

/** A range in words: `from 1 to 5`, `of at least 1`, `of at most 5`. */
export function between({ min, max }: Bounds): string {
  if (min === undefined) return `of at most ${max}`;
  return max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
}

/** The words of a parameter's name, lower case: `outputDir`, `output_dir` and `output-dir` alike. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
