import { isJsonObject, type Json, type JsonObject } from '../../catalogue/json.ts';
import type { InterceptOperator } from '../emitters/intercept.ts';

/** The value at a dotted path below an object; own members only, no way into lists. */
export function atPath(root: JsonObject, path: string): Json | undefined {
  let value: Json = root;
  for (const part of path.split('.')) {
    if (!isJsonObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part]!;
  }
  return value;
}

/**
 * One of Intercept's operators on a value that is there. Numbers compare as numbers; all else compares by its printed
 * text, as its engine prints it. An operand of the wrong kind fails, and so fails the negation of nothing.
 */
export function operate(op: Exclude<InterceptOperator, 'exists'>, actual: Json, expected: Json): boolean {
  switch (op) {
    case 'eq':
      return equal(actual, expected);
    case 'neq':
      return !equal(actual, expected);
    case 'in':
      return among(actual, expected);
    case 'not_in':
      return !among(actual, expected);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof actual === 'number' && typeof expected === 'number' && COMPARE[op](actual, expected);
    case 'regex':
      return typeof actual === 'string' && typeof expected === 'string' && matches(expected, actual);
    case 'contains':
      if (typeof actual === 'string') return typeof expected === 'string' && actual.includes(expected);
      return Array.isArray(actual) && actual.some((item) => equal(item, expected));
  }
}

const COMPARE = {
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
};

function equal(actual: Json, expected: Json): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return actual === expected;
  return printed(actual) === printed(expected);
}

function among(actual: Json, expected: Json): boolean {
  return Array.isArray(expected) && expected.some((item) => equal(actual, item));
}

/** The text that Go's `%v` gives for a parsed JSON value. */
function printed(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`;
  if (typeof value === 'object') {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${key}:${printed(value[key]!)}`);
    return `map[${members.join(' ')}]`;
  }
  return String(value);
}

const compiled = new Map<string, RegExp | undefined>();

function matches(source: string, text: string): boolean {
  if (!compiled.has(source)) compiled.set(source, compile(source));
  return compiled.get(source)?.test(text) ?? false;
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    // The engine treats an expression that does not compile as one that nothing matches.
    return undefined;
  }
}
