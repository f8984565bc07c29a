import { isJsonObject, type Json, type JsonObject } from '../catalogue/json.ts';
import type { ArgumentConstraint } from '../catalogue/records.ts';
import { valuesAt } from './nested.ts';
import { hostsPattern, underPattern } from './patterns.ts';

export type Scalar = string | number | boolean;

/** The JSON Schema types that a requirement may name. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';

/** What is asked of one argument's value. `list` asks it of every element of an array of strings. */
export type Check =
  | { kind: 'type'; type: JsonType }
  | { kind: 'one-of'; values: readonly Scalar[] }
  | { kind: 'none-of'; values: readonly Scalar[] }
  | { kind: 'range'; min?: number; max?: number }
  | { kind: 'length'; min?: number; max?: number }
  | { kind: 'items'; max: number }
  /** A regular expression without lookaround or backreferences, so that RE2 reads it too; searched, not anchored. */
  | { kind: 'pattern'; source: string }
  | { kind: 'under'; root: string; list?: true }
  | { kind: 'hosts'; hosts: readonly string[]; list?: true }
  /** Every text at a place below the argument (policy/nested.ts). No target can say that. */
  | { kind: 'inside'; path: readonly string[]; check: TextCheck };

/** What a path or a URL has to be. */
export type TextCheck = { kind: 'under'; root: string } | { kind: 'hosts'; hosts: readonly string[] };

/**
 * What one top-level argument must be for a call to go through. A call that leaves the argument out passes,
 * unless it is `required`.
 *
 * A `guard` stops harm; a target that cannot hold it gets a stricter decision instead. A `validation` only repeats
 * what the tool's schema says, where a target can; the server itself checks the same.
 */
export interface Requirement {
  argument: string;
  check: Check;
  purpose: 'guard' | 'validation';
  required: boolean;
  /** One clause, in words, for comments and denials. */
  because: string;
}

/** Whether a call's arguments meet the requirement: the definition that every target's rendering is held to. */
export function holds({ argument, check, required }: Requirement, args: JsonObject): boolean {
  if (!Object.hasOwn(args, argument)) return !required;
  return meets(check, args[argument]!);
}

function meets(check: Check, value: Json): boolean {
  switch (check.kind) {
    case 'type':
      return hasType(value, check.type);
    case 'one-of':
      return check.values.some((allowed) => same(allowed, value));
    case 'none-of':
      return !check.values.some((stopped) => same(stopped, value));
    case 'range':
      return (
        typeof value === 'number' &&
        (check.min === undefined || value >= check.min) &&
        (check.max === undefined || value <= check.max)
      );
    case 'length':
      return typeof value === 'string' && within([...value].length, check);
    case 'items':
      return Array.isArray(value) && value.length <= check.max;
    case 'pattern':
      return typeof value === 'string' && new RegExp(check.source, 'u').test(value);
    case 'under':
    case 'hosts':
      return every(value, textPattern(check), check.list);
    case 'inside':
      return valuesAt(value, check.path).every((one) => typeof one !== 'string' || meets(check.check, one));
  }
}

/** Equal as JSON; a boolean also equals its text, which many servers take for it. */
function same(scalar: Scalar, value: Json): boolean {
  return scalar === value || (typeof scalar === 'boolean' && value === String(scalar));
}

function within(size: number, { min, max }: { min?: number; max?: number }): boolean {
  return (min === undefined || size >= min) && (max === undefined || size <= max);
}

/** The regular expression that a path or a URL has to match. */
export function textPattern(check: TextCheck): string {
  return check.kind === 'under' ? underPattern(check.root) : hostsPattern(check.hosts);
}

function every(value: Json, source: string, list: true | undefined): boolean {
  const pattern = new RegExp(source, 'u');
  const fits = (item: Json): boolean => typeof item === 'string' && pattern.test(item);
  return list ? Array.isArray(value) && value.every(fits) : fits(value);
}

function hasType(value: Json, type: JsonType): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'boolean':
      return same(true, value) || same(false, value);
    default:
      return typeof value === type;
  }
}

type Condition = Pick<ArgumentConstraint, 'op' | 'value'>;

/**
 * The conditions under which a call is denied, in Intercept's vocabulary (`ArgumentConstraint`); only those that it
 * can say the other way round. What has no such form is not lost: emitters read the requirements.
 */
export function denials(requirement: Requirement): ArgumentConstraint[] {
  const absent: Condition[] = requirement.required ? [{ op: 'exists', value: false }] : [];
  return [...absent, ...deniedWhen(requirement.check)].map(({ op, value }) => ({
    path: `args.${requirement.argument}`,
    op,
    value,
    because: requirement.because,
  }));
}

function deniedWhen(check: Check): Condition[] {
  switch (check.kind) {
    case 'none-of':
      return check.values.map((value) => ({ op: 'eq', value }));
    case 'one-of':
      return check.values.length === 1
        ? [{ op: 'neq', value: check.values[0]! }]
        : [{ op: 'not_in', value: [...check.values] }];
    case 'range':
      return [
        ...(check.min === undefined ? [] : [{ op: 'lt' as const, value: check.min }]),
        ...(check.max === undefined ? [] : [{ op: 'gt' as const, value: check.max }]),
      ];
    case 'type':
    case 'length':
    case 'items':
    case 'pattern':
    case 'under':
    case 'hosts':
    case 'inside':
      return [];
  }
}
