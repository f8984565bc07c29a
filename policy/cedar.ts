import type { Check, Requirement, Scalar } from './requirement.ts';

/** What is stricter in Cedar than in the neutral rules. */
export const FRACTIONS =
  'An argument that Cedar cannot compare, such as a number with a fraction, is denied where a rule asks about it.';

/** Text as a Cedar string literal. */
export function cedarString(text: string): string {
  return `"${escapeCedar(text)}"`;
}

function escapeCedar(text: string): string {
  return text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}

/** Text as part of a pattern of Cedar's `like`, in which only `*` has a meaning. */
function cedarLike(text: string): string {
  return escapeCedar(text).replaceAll('*', '\\*');
}

/** Where an argument stands: how to ask whether it is there, and its value. */
export interface CedarAccess {
  present: string;
  value: string;
}

/** An attribute of `of`, in Cedar's own spelling. */
export function cedarAttribute(of: string, name: string): CedarAccess {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name)
    ? { present: `${of} has ${name}`, value: `${of}.${name}` }
    : { present: `${of} has ${cedarString(name)}`, value: `${of}[${cedarString(name)}]` };
}

const RESERVED = new Set([
  'true',
  'false',
  'if',
  'then',
  'else',
  'in',
  'is',
  'like',
  'has',
  'permit',
  'forbid',
  'when',
  'unless',
  'principal',
  'action',
  'resource',
  'context',
  '__cedar',
]);

/**
 * The requirement as a Cedar expression for the `when` of a permit, or undefined where Cedar has no words for it. A
 * value of an unexpected type is an error, which leaves the permit out: the call is denied.
 */
export function cedarCondition(
  { argument, check, required }: Requirement,
  access: (argument: string) => CedarAccess,
): string | undefined {
  const { present, value } = access(argument);
  const condition = cedarCheck(check, value);
  if (condition === undefined) return undefined;
  return required ? `(${present} && ${condition})` : `(!(${present}) || ${condition})`;
}

function cedarCheck(check: Check, value: string): string | undefined {
  switch (check.kind) {
    case 'none-of':
      // What is not the one truth value is the other: texts and numbers that a server may read as true stay out.
      if (check.values.every((stopped) => typeof stopped === 'boolean'))
        return check.values.length === 1 ? `${value} == ${!check.values[0]!}` : 'false';
      return set(check.values) && `!(${set(check.values)}.contains(${value}))`;
    case 'one-of':
      return set(check.values) && `${set(check.values)}.contains(${value})`;
    case 'range':
      return range(check, value);
    case 'type':
      if (check.type === 'boolean') return `[true, false].contains(${value})`;
      return check.type === 'string' ? `${value} like "*"` : undefined;
    case 'under':
      return check.list ? undefined : under(check.root, value);
    case 'hosts':
      return check.list ? undefined : hosts(check.hosts, value);
    case 'length':
    case 'items':
    case 'pattern':
    case 'inside':
      return undefined;
  }
}

function set(values: readonly Scalar[]): string | undefined {
  if (values.some((value) => typeof value === 'number' && !Number.isSafeInteger(value))) return undefined;
  return `[${values.map((value) => (typeof value === 'string' ? cedarString(value) : String(value))).join(', ')}]`;
}

/** Cedar's numbers are integers of 64 bits: a fractional argument is no value that it can compare. */
function range({ min, max }: { min?: number; max?: number }, value: string): string | undefined {
  const bounds = [
    ...(min === undefined ? [] : [{ op: '>=', bound: Math.ceil(min) }]),
    ...(max === undefined ? [] : [{ op: '<=', bound: Math.floor(max) }]),
  ];
  if (bounds.some(({ bound }) => !Number.isSafeInteger(bound))) return undefined;
  return `(${bounds.map(({ op, bound }) => `${value} ${op} ${bound}`).join(' && ')})`;
}

function under(root: string, value: string): string {
  const base = root.replace(/\/+$/, '');
  const inside = `${value} like "${cedarLike(base)}/*"`;
  const within = base === '' ? inside : `(${value} == ${cedarString(base)} || ${inside})`;
  const escapes = ['*/../*', '*/..', '*/./*', '*/.', '*//*'].map((pattern) => `${value} like "${pattern}"`);
  return `(${within} && !(${escapes.join(' || ')} || ${value} like "*\\\\*"))`;
}

/** Exact hosts only: a `*` of `like` would not stop at the host's end. */
function hosts(names: readonly string[], value: string): string | undefined {
  if (names.some((name) => name.startsWith('*'))) return undefined;
  const fits = names.flatMap((name) =>
    ['https', 'http'].flatMap((scheme) => {
      const origin = `${scheme}://${name}`;
      return [
        `${value} == ${cedarString(origin)}`,
        ...['/*', '?*', '#*'].map((rest) => `${value} like "${cedarLike(origin)}${rest}"`),
      ];
    }),
  );
  return `(${fits.join(' || ')})`;
}
