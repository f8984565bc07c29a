import { pointerToken } from '../catalogue/json.ts';
import {
  BASE_RISK_LEVEL,
  mostSevere,
  rank,
  RISK_LEVELS,
  type Category,
  type RiskLevel,
} from '../catalogue/vocabulary.ts';
import type { Classification } from '../catalogue/records.ts';
import type { Requirement } from './requirement.ts';
import { words, type Parameter } from './schema.ts';

/** A way to keep the harmless part of a tool: what its arguments must be, and what is left then. */
export interface Harmless {
  requirements: Requirement[];
  /** The most severe thing that a call can still do. */
  rest: Category;
  /** The most that a call can still cost; the tool's own level where stopping arguments proves nothing about it. */
  restLevel: RiskLevel;
  /** A few words for the label: `without action "delete"`. */
  label: string;
}

const DESTROYING =
  /^(?:delete|remove|drop|purge|destroy|wipe|erase|clear|reset|truncate|terminate|revoke|uninstall|kill|rm)(?:[^a-z]|$)/i;
const DESTROYING_SWITCH = [
  'clear',
  'force',
  'purge',
  'wipe',
  'erase',
  'overwrite',
  'permanent',
  'permanently',
  'hard',
  'cascade',
  'truncate',
  'prune',
];
const FREE_TEXT = ['command', 'cmd', 'sql', 'code', 'script', 'query', 'statement', 'expression', 'shell'];
const DRY_RUN = /^(?:dry_?run|dryrun|simulate|simulation|preview_?only|what_?if|no_?op)$/i;

/**
 * How a tool with a destructive mode can keep its other modes, or undefined where the schema does not let that be
 * safe: no enumerated mode, nothing left, a name that destroys by itself, a verdict that rests on something else, or
 * an argument that takes whole commands.
 */
export function withoutDestructiveModes(
  tool: string,
  found: readonly Parameter[],
  classification: Classification,
): Harmless | undefined {
  if (classification.category !== 'Destructive' || words(tool).some((word) => DESTROYING.test(word)))
    return undefined;
  if (found.some(takesCommands)) return undefined;
  const modes = found.flatMap((parameter) => destructiveValues(parameter, classification));
  const switches = found.filter((parameter) => isDestroyingSwitch(parameter, classification));
  if (modes.length === 0 || !restsOn(classification, modes, switches)) return undefined;
  if (modes.some(({ kept }) => kept.length === 0)) return undefined;
  return {
    requirements: [...modes.flatMap(keepModes), ...switches.flatMap(switchedOff)],
    ...restOf(modes, classification),
    label: [
      ...modes.map(({ parameter, stopped }) => `${parameter.name} = ${stopped.join(' or ')}`),
      ...switches.map(({ name }) => `${name} = true`),
    ].join(' or '),
  };
}

/** How a tool with a dry run can be kept to it, or undefined where it has none. */
export function dryRunOnly(found: readonly Parameter[], { riskLevel }: Classification): Harmless | undefined {
  const dry = found.find(({ name, type }) => type === 'boolean' && DRY_RUN.test(name));
  if (!dry || found.some(takesCommands)) return undefined;
  const pinned: Requirement = {
    argument: dry.name,
    check: { kind: 'one-of', values: [true] },
    purpose: 'guard',
    required: true,
    because: `${dry.name} must be true, so that a call only shows what it would do`,
  };
  return { requirements: [pinned], rest: 'Read', restLevel: riskLevel, label: `${dry.name} other than true` };
}

/**
 * What the modes that are kept can do, judged as the codebook judges a tool: from their category's level, up for each
 * reason that is not about loss. What lowered the tool's level may have been about the modes that are stopped.
 */
function restOf(
  modes: readonly DestructiveModes[],
  { moves, riskLevel }: Classification,
): Pick<Harmless, 'rest' | 'restLevel'> {
  const rest = mostSevere(modes.flatMap(({ keptCategories }) => keptCategories));
  const raises = moves.filter(({ direction, reason }) => direction === 'up' && reason !== 'container-loss');
  const level = rank(RISK_LEVELS, BASE_RISK_LEVEL[rest]) + raises.length;
  return { rest, restLevel: RISK_LEVELS[Math.min(level, rank(RISK_LEVELS, riskLevel))]! };
}

interface DestructiveModes {
  parameter: Parameter;
  stopped: string[];
  kept: string[];
  keptCategories: Category[];
}

function destructiveValues(parameter: Parameter, { modes }: Classification): DestructiveModes[] {
  if (!parameter.enumeration?.every((value) => typeof value === 'string')) return [];
  const values = parameter.enumeration as readonly string[];
  const known = new Map(
    modes.filter((mode) => mode.parameter === parameter.name).map(({ value, category }) => [value, category]),
  );
  const destroys = (value: string): boolean => known.get(value) === 'Destructive' || DESTROYING.test(value);
  const stopped = values.filter(destroys);
  const kept = values.filter((value) => !destroys(value));
  // What no assessor has judged may do what depends on its arguments.
  const keptCategories = kept.map((value) => known.get(value) ?? 'Execute');
  return stopped.length > 0 ? [{ parameter, stopped, kept, keptCategories }] : [];
}

function isDestroyingSwitch({ name, type }: Parameter, { dangerousParameters }: Classification): boolean {
  if (type !== 'boolean') return false;
  return (
    words(name).some((word) => DESTROYING_SWITCH.includes(word)) ||
    dangerousParameters.some((parameter) => parameter.name === name)
  );
}

function takesCommands({ name, type }: Parameter): boolean {
  const last = words(name).at(-1) ?? '';
  return type !== 'boolean' && FREE_TEXT.includes(last);
}

/** Whether all evidence that decided the category speaks of the modes and switches that are stopped. */
function restsOn(
  { findings }: Classification,
  modes: readonly DestructiveModes[],
  switches: readonly Parameter[],
): boolean {
  const stopped = modes.flatMap((mode) => mode.stopped.map((value) => value.toLowerCase()));
  const names = [...modes.map(({ parameter }) => parameter.name), ...switches.map(({ name }) => name)];
  return findings
    .filter(({ effect, outcome }) => effect === 'decides' && outcome === 'observed')
    .flatMap(({ evidence }) => evidence)
    .every(
      ({ pointer, quote }) =>
        names.some((name) => `${pointer}/`.startsWith(`/inputSchema/properties/${pointerToken(name)}/`)) ||
        // A parameter's name is quoted from the object that holds it.
        (pointer === '/inputSchema/properties' && names.some((name) => quote === JSON.stringify(name))) ||
        (pointer !== '/name' && stopped.some((value) => quote.toLowerCase().includes(value))),
    );
}

function keepModes({ parameter, stopped, kept }: DestructiveModes): Requirement[] {
  const { name, required } = parameter;
  const guard = { argument: name, purpose: 'guard', required } as const;
  return [
    {
      ...guard,
      check: { kind: 'none-of', values: stopped },
      because: `${name} may not be ${stopped.join(' or ')}, which destroys`,
    },
    {
      ...guard,
      check: { kind: 'one-of', values: kept },
      because: `${name} must be one of ${kept.join(', ')}`,
    },
  ];
}

function switchedOff({ name, required }: Parameter): Requirement[] {
  const guard = { argument: name, purpose: 'guard', required } as const;
  return [
    {
      ...guard,
      check: { kind: 'none-of', values: [true] },
      because: `${name} may not be true, which destroys`,
    },
    { ...guard, check: { kind: 'type', type: 'boolean' }, because: `${name} must be true or false` },
  ];
}
