import type { Action } from '../catalogue/vocabulary.ts';
import type { Emitter, Policy, Rule } from './emitter.ts';
import type { Requirement } from './requirement.ts';

/** Why a target's rule is another than the recommended one. */
export const SHORTFALLS = [
  'no-arguments',
  'no-limit',
  'no-ask',
  'no-hide',
  'no-deny',
  'no-name',
  'no-validation',
] as const;
export type ShortfallKind = (typeof SHORTFALLS)[number];

export interface Shortfall {
  tool: string;
  kind: ShortfallKind;
  /** What the tool gets instead. */
  action: Action;
  /** What could not be said, for kinds that need it. */
  detail: string;
}

/** A tool's rule in just the terms that one target has. */
export interface Resolved extends Rule {
  tool: string;
  because: string;
  /** Which of the neutral rules it renders. */
  source: 'blanket' | 'by-argument';
  /** The target has no name for the tool, so its file must not name it. */
  unnamed?: true;
  shortfalls: Shortfall[];
}

type Target = Pick<Emitter, 'supports' | 'expresses' | 'cannotName' | 'hides'> &
  Partial<Pick<Emitter, 'unlisted'>>;

/**
 * A policy in the terms that a target has. What it cannot express becomes the safer neighbour: a guard that it cannot
 * hold becomes ask, a limit becomes ask, ask becomes deny; each is reported.
 */
export function resolve(policy: Policy, target: Target): Resolved[] {
  return policy.decisions.map((decision) => resolveTool(policy.server, decision, target));
}

function resolveTool(server: string, decision: Policy['decisions'][number], target: Target): Resolved {
  const { tool } = decision;
  const chosen = choose(decision, target);
  const shortfalls: Shortfall[] = [];
  const report = (kind: ShortfallKind, action: Action, detail = ''): void => {
    shortfalls.push({ tool, kind, action, detail });
  };
  const unnamed = tool.isWellFormed() ? target.cannotName?.(server, tool) : 'its name is no Unicode text';
  if (unnamed !== undefined) {
    report('no-name', (target.unlisted ?? 'denied') === 'denied' ? 'deny' : 'ask', unnamed);
    const { because, source } = chosen;
    return { tool, because, source, action: 'deny', requirements: [], unnamed: true, shortfalls };
  }
  const { kept, lost } = split(chosen.requirements, target);
  let action = chosen.action;
  const lostGuards = lost.filter(({ purpose }) => purpose === 'guard');
  if (lostGuards.length > 0 && (action === 'allow' || action === 'limit')) action = 'ask';
  if (action === 'limit' && !target.supports.limit) action = 'ask';
  if (action === 'ask' && !target.supports.ask) action = 'deny';
  if (action === 'hide' && target.hides !== true) action = 'deny';
  if (action === 'deny' && !target.supports.deny) action = 'ask';
  if (lostGuards.length > 0) report('no-arguments', action, list(lostGuards));
  else if (lost.length > 0 && chosen.source === 'by-argument' && action !== 'deny')
    report('no-validation', action, [...new Set(lost.map(({ argument }) => argument))].join(', '));
  if (chosen.action === 'limit' && !target.supports.limit) report('no-limit', action);
  if (action === 'deny' && (chosen.action === 'ask' || chosen.action === 'limit') && !target.supports.ask)
    report('no-ask', action);
  if (chosen.action === 'hide' && action === 'deny') report('no-hide', action);
  if (action === 'ask' && stops(chosen.action)) report('no-deny', action);
  const requirements = stops(action) ? [] : kept;
  const limit = action === 'limit' ? { limit: chosen.limit! } : {};
  return { tool, because: chosen.because, source: chosen.source, action, ...limit, requirements, shortfalls };
}

const stops = (action: Action): boolean => action === 'deny' || action === 'hide';

type Chosen = Rule & { because: string; source: Resolved['source'] };

/** The by-argument rule where the target can hold all its guards, otherwise the blanket one. */
function choose(decision: Policy['decisions'][number], target: Target): Chosen {
  const { byArgument } = decision;
  const fits =
    byArgument &&
    target.supports.arguments &&
    byArgument.requirements.every(
      (requirement) => requirement.purpose === 'validation' || target.expresses?.(requirement),
    );
  return fits
    ? { ...byArgument, source: 'by-argument' }
    : { ...decision, requirements: decision.requirements ?? [], source: 'blanket' };
}

function split(
  requirements: readonly Requirement[],
  { supports, expresses }: Target,
): { kept: Requirement[]; lost: Requirement[] } {
  const [kept, lost]: [Requirement[], Requirement[]] = [[], []];
  for (const requirement of requirements)
    (supports.arguments && expresses?.(requirement) === true ? kept : lost).push(requirement);
  return { kept, lost };
}

function list(requirements: readonly Requirement[]): string {
  return requirements.map(({ because }) => because).join('; ');
}
