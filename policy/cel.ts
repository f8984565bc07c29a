import { textPattern, type Check, type Requirement, type Scalar } from './requirement.ts';

/** A value as a CEL literal. JSON's escapes are CEL's. */
export function celLiteral(value: Scalar): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replace(
      /[\p{Cf}\p{Zl}\p{Zp}]/gu,
      (sign) => `\\U${sign.codePointAt(0)!.toString(16).padStart(8, '0')}`,
    );
  return String(value);
}

/**
 * The requirement as a CEL expression that must be true, or undefined where CEL has no words for it. `args` is the
 * map of arguments. A value of an unexpected type is an error: to be used only where an error denies.
 */
export function celCondition({ argument, check, required }: Requirement, args: string): string | undefined {
  const name = celLiteral(argument);
  const condition = celCheck(check, `${args}[${name}]`);
  if (condition === undefined) return undefined;
  return required ? `(${name} in ${args} && ${condition})` : `(!(${name} in ${args}) || ${condition})`;
}

function celCheck(check: Check, value: string): string | undefined {
  switch (check.kind) {
    case 'none-of':
      return all(check.values.flatMap(withText).map((stopped) => `${value} != ${celLiteral(stopped)}`));
    case 'one-of':
      return `(${check.values.map((allowed) => `${value} == ${celLiteral(allowed)}`).join(' || ')})`;
    case 'range':
      return all([
        ...(check.min === undefined ? [] : [`${value} >= ${celLiteral(check.min)}`]),
        ...(check.max === undefined ? [] : [`${value} <= ${celLiteral(check.max)}`]),
      ]);
    case 'length':
      return all([
        `${value}.matches("")`,
        ...(check.min === undefined ? [] : [`size(${value}) >= ${check.min}`]),
        ...(check.max === undefined ? [] : [`size(${value}) <= ${check.max}`]),
      ]);
    case 'items':
      return `size(${listed(value)}) <= ${check.max}`;
    case 'pattern':
      return `${value}.matches(${celLiteral(check.source)})`;
    case 'under':
    case 'hosts': {
      const pattern = celLiteral(textPattern(check));
      return check.list
        ? `${listed(value)}.all(item, item.matches(${pattern}))`
        : `${value}.matches(${pattern})`;
    }
    case 'type':
      return typed(check.type, value);
    case 'inside':
      return undefined;
  }
}

function typed(type: Extract<Check, { kind: 'type' }>['type'], value: string): string | undefined {
  switch (type) {
    case 'string':
      return `${value}.matches("")`;
    case 'boolean':
      return `(${value} == true || ${value} == false)`;
    case 'number':
    case 'integer':
      return `(${value} >= 0 || ${value} < 0)`;
    case 'array':
      return `size(${listed(value)}) >= 0`;
    case 'object':
      return undefined;
  }
}

/** Only a list can be added to a list: anything else is an error. */
const listed = (value: string): string => `(${value} + [])`;

const all = (conditions: readonly string[]): string => `(${conditions.join(' && ')})`;

/** A boolean and its text, which many servers take for it. */
function withText(value: Scalar): Scalar[] {
  return typeof value === 'boolean' ? [value, String(value)] : [value];
}
