import { z } from 'zod';
import type { Json } from '../../catalogue/json.ts';
import { defineEmitter, type Served } from '../emitter.ts';
import { parseYaml, shapeProblems, yamlText } from '../format.ts';
import { comments, notesOf, printable } from '../notes.ts';
import { textPattern, type Check, type Requirement, type Scalar } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';

export const INTERCEPT_OPERATORS = [
  'eq',
  'neq',
  'in',
  'not_in',
  'lt',
  'lte',
  'gt',
  'gte',
  'regex',
  'contains',
  'exists',
] as const;
export type InterceptOperator = (typeof INTERCEPT_OPERATORS)[number];
export const INTERCEPT_WINDOWS = ['minute', 'hour', 'day'] as const;

const Condition = z.strictObject({
  path: z.string().regex(/^(?:args|state)\../, 'must start with args. or state.'),
  op: z.enum(INTERCEPT_OPERATORS),
  value: z.json(),
});

const State = z.strictObject({
  counter: z.string().min(1),
  window: z.enum(INTERCEPT_WINDOWS),
  increment: z.int().optional(),
  increment_from: z.string().startsWith('args.').optional(),
});

const Rule = z.strictObject({
  name: z.string().min(1),
  action: z.enum(['evaluate', 'deny']).optional(),
  rate_limit: z
    .string()
    .regex(/^[1-9]\d*\/(?:minute|hour|day)$/, 'must be <count>/<minute, hour or day>')
    .optional(),
  conditions: z.array(Condition).optional(),
  on_deny: z.string().optional(),
  state: State.optional(),
});

/** Intercept's policy file, version 1. */
export const InterceptFile = z.strictObject({
  version: z.literal('1'),
  description: z.string().optional(),
  default: z.enum(['allow', 'deny']).optional(),
  hide: z.array(z.string().trim().min(1)).optional(),
  tools: z.record(z.string(), z.strictObject({ rules: z.array(Rule) })),
});
export type InterceptFile = z.infer<typeof InterceptFile>;
export type InterceptRule = z.infer<typeof Rule>;

interface Operand {
  op: InterceptOperator;
  value: Json;
}
type PathCondition = Operand & { path: string };

/**
 * The conditions that a call must meet, or undefined where there are none that say it. A condition on an argument that
 * a call leaves out fails, save for `exists`: so an optional argument is either forbidden or has to be named.
 */
function conditions({ argument, check, purpose, required }: Requirement): PathCondition[] | undefined {
  if (argument === '' || argument.includes('.')) return undefined;
  if (!required && purpose === 'validation') return undefined;
  const path = `args.${argument}`;
  if (!required && forbids(check)) return [{ path, op: 'exists', value: false }];
  return operands(check)?.map((operand) => ({ path, ...operand }));
}

/** Checks on optional arguments that are met by leaving the argument out. */
function forbids(check: Check): boolean {
  if (check.kind === 'none-of') return check.values.every((value) => typeof value === 'boolean');
  if (check.kind === 'type') return check.type === 'boolean';
  return (
    check.kind === 'items' || ((check.kind === 'under' || check.kind === 'hosts') && check.list === true)
  );
}

function operands(check: Check): Operand[] | undefined {
  switch (check.kind) {
    case 'none-of':
      return check.values.map((value) => ({ op: 'neq', value }));
    case 'one-of':
      return oneOf(check.values);
    case 'range':
      return [
        ...(check.min === undefined ? [] : [{ op: 'gte' as const, value: check.min }]),
        ...(check.max === undefined ? [] : [{ op: 'lte' as const, value: check.max }]),
      ];
    case 'length': {
      const { min = 0, max } = check;
      // RE2 repeats at most a thousand times.
      return min <= 1000 && (max ?? 0) <= 1000
        ? [{ op: 'regex', value: `^[\\s\\S]{${min},${max ?? ''}}$` }]
        : undefined;
    }
    case 'pattern':
      return [{ op: 'regex', value: check.source }];
    case 'under':
    case 'hosts':
      return check.list ? undefined : [{ op: 'regex', value: textPattern(check) }];
    case 'type':
      if (check.type === 'string') return [ANY_TEXT];
      return check.type === 'boolean' ? oneOf([true, false]) : undefined;
    case 'items':
    case 'inside':
      return undefined;
  }
}

/** Only a text meets a regular expression, whatever it is. */
const ANY_TEXT: Operand = { op: 'regex', value: '' };

/** Intercept compares by printed text, so `in` alone would take the number 1 for the text "1". */
function oneOf(values: readonly Scalar[]): Operand[] | undefined {
  const among: Operand = { op: 'in', value: [...values] };
  if (values.every((value) => typeof value === 'number')) {
    return [among, { op: 'gte', value: Math.min(...values) }, { op: 'lte', value: Math.max(...values) }];
  }
  if (values.every((value) => typeof value === 'boolean')) return [among];
  if (!values.every((value) => typeof value === 'string')) return undefined;
  return values.some((value) => /^(?:true$|false$|<nil>|[-+]?\d|[-+]?Inf|NaN|\[|map\[)/.test(value))
    ? [among, ANY_TEXT]
    : [among];
}

function expresses(requirement: Requirement): boolean {
  return conditions(requirement) !== undefined;
}

function rulesOf({ tool, action, limit, because, requirements, shortfalls }: Resolved): InterceptRule[] {
  // A tool that a person should look at is denied for want of one, not for what it is.
  const reason = shortfalls.length > 0 ? 'Requires human approval.' : printable(because);
  if (action === 'deny' || action === 'ask') return [{ name: 'deny', action: 'deny', on_deny: reason }];
  const onArguments = distinct(requirements).map(({ because: why, ...requirement }) => ({
    name: printable(why),
    conditions: conditions({ ...requirement, because: why })!,
    on_deny: printable(`Denied for ${tool}: ${why}.`),
  }));
  const rate = limit ? [{ name: 'limit', rate_limit: `${limit.max}/${limit.window}` }] : [];
  return [...onArguments, ...rate];
}

/** Requirements that give different conditions; `exists` may stand for several. */
function distinct(requirements: readonly Requirement[]): Requirement[] {
  const seen = new Set<string>();
  return requirements.filter((requirement) => {
    const key = JSON.stringify(conditions(requirement));
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** What follows from conditions failing on absent arguments. */
function remarks(resolved: readonly Resolved[]): string[] {
  const optional = resolved.flatMap(({ tool, requirements }) =>
    requirements.filter(({ required }) => !required).map((requirement) => ({ tool, ...requirement })),
  );
  const [forbidden, named] = [true, false].map((forbid) => [
    ...new Set(
      optional
        .filter(({ check }) => forbids(check) === forbid)
        .map(({ tool, argument }) => printable(`${argument} of ${tool}`)),
    ),
  ]) as [string[], string[]];
  return [
    ...(named.length > 0
      ? [
          `Intercept fails a condition on an argument that is left out, so a call has to name: ${named.join(', ')}.`,
        ]
      : []),
    ...(forbidden.length > 0
      ? [`It cannot say "absent or false", so a call has to leave out: ${forbidden.join(', ')}.`]
      : []),
  ];
}

const target = {
  title: 'Intercept',
  supports: { deny: true, ask: false, limit: true, arguments: true },
  hides: true,
  expresses,
  cannotName: (_server: string, tool: string) =>
    tool === '*'
      ? 'an asterisk means every tool'
      : tool.trim() === ''
        ? 'an empty name is refused'
        : undefined,
  remarks,
};

function write({ server, posture, rules }: Served): string {
  const named = rules.filter(({ unnamed }) => !unnamed);
  const hidden = named.filter(({ action }) => action === 'hide').map(({ tool }) => tool);
  const tools = Object.fromEntries(
    named.filter(({ action }) => action !== 'hide').map((rule) => [rule.tool, { rules: rulesOf(rule) }]),
  );
  const file = {
    version: '1',
    description: printable(`${server}: recommended policy, ${posture}`),
    default: 'deny',
    ...(hidden.length > 0 ? { hide: hidden } : {}),
    tools,
  };
  return comments('#', notesOf(target, rules)) + yamlText(file);
}

/** What the shape alone does not say, as `intercept validate` checks it. */
function ruleProblems(file: InterceptFile): string[] {
  const duplicates = file.hide?.filter((name, i, all) => all.indexOf(name) !== i) ?? [];
  const problems = duplicates.map((name) => `hide: duplicate entry ${JSON.stringify(name)}.`);
  for (const [tool, entry] of Object.entries(file.tools)) {
    const at = (i: number): string => `tools.${tool}.rules[${i}]`;
    const counters = entry.rules.map(counterOf);
    entry.rules.forEach((rule, i) => {
      const counter = counters[i];
      if (counter !== undefined && counters.indexOf(counter) !== i)
        problems.push(`${at(i)}: duplicate state counter ${JSON.stringify(counter)}.`);
      problems.push(...ruleShape(rule).map((problem) => `${at(i)}: ${problem}.`));
      for (const condition of rule.conditions ?? [])
        problems.push(...conditionShape(condition, file).map((problem) => `${at(i)}: ${problem}.`));
    });
  }
  return problems;
}

function counterOf({ rate_limit, state }: InterceptRule): string | undefined {
  return state?.counter ?? (rate_limit === undefined ? undefined : `_rate_${rate_limit.split('/')[1]}`);
}

function ruleShape({ action, conditions, rate_limit, state }: InterceptRule): string[] {
  const some = (conditions?.length ?? 0) > 0;
  if (rate_limit !== undefined) {
    return [
      ...(some || state ? ['rate_limit cannot be combined with conditions or state'] : []),
      ...(action === 'deny' ? ['rate_limit cannot be used with action deny'] : []),
    ];
  }
  if (action === 'deny') return some ? ['a deny rule has no conditions'] : [];
  return some ? [] : ['an evaluate rule needs at least one condition'];
}

const NUMERIC: readonly string[] = ['lt', 'lte', 'gt', 'gte'];

function conditionShape({ path, op, value }: PathCondition, file: InterceptFile): string[] {
  const problems: string[] = [];
  if ((op === 'in' || op === 'not_in') && !Array.isArray(value)) problems.push(`operator ${op} needs a list`);
  if (NUMERIC.includes(op) && typeof value !== 'number') problems.push(`operator ${op} needs a number`);
  if (op === 'exists' && typeof value !== 'boolean') problems.push('operator exists needs true or false');
  if (op === 'regex' && !isRegex(value)) problems.push('operator regex needs a regular expression');
  const [kind, scope, counter] = path.split('.');
  if (kind === 'state' && counter !== undefined) {
    const rulesOf = file.tools[scope === '_global' ? '*' : scope!]?.rules ?? [];
    if (!rulesOf.some((rule) => counterOf(rule) === path.slice(`state.${scope}.`.length)))
      problems.push(`nothing counts ${path}`);
  }
  return problems;
}

function isRegex(value: Json): boolean {
  try {
    return typeof value === 'string' && new RegExp(value, 'u') !== undefined;
  } catch {
    return false;
  }
}

function validate(text: string): string[] {
  const parsed = parseYaml(text);
  const problems = shapeProblems(parsed, InterceptFile);
  if (problems.length > 0 || 'problem' in parsed) return problems;
  return ruleProblems(InterceptFile.parse(parsed.value));
}

export default defineEmitter({
  ...target,
  id: 'intercept',
  filename: 'policy.yaml',
  mediaType: 'application/yaml',
  unlisted: 'denied',
  write,
  validate,
  schema: InterceptFile,
});
