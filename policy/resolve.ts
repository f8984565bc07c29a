import type { Action } from '../catalogue/vocabulary.ts';
import type { Policy, Rule, Target, ToolDecision } from './emitter.ts';
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

/** What a target can express. */
type Expressing = Pick<Target, 'supports' | 'expresses' | 'cannotName' | 'hides' | 'unlisted'>;

/**
 * A policy in the terms that a target has. What it cannot express becomes the safer neighbour: a guard that it cannot
 * hold becomes ask, a limit becomes ask, ask becomes deny; each is reported.
 */
export function resolve(policy: Policy, target: Expressing): Resolved[] {
  return policy.decisions.map((decision) => resolveTool(policy.server, decision, target));
}

function resolveTool(server: string, decision: Policy['decisions'][number], target: Expressing): Resolved {
  const { tool } = decision;
  const { rule, source, kept, lost } = choose(decision, target);
  const { because } = rule;
  const shortfalls: Shortfall[] = [];
  const report = (kind: ShortfallKind, action: Action, detail = ''): void => {
    shortfalls.push({ tool, kind, action, detail });
  };
  const unnamed = tool.isWellFormed() ? target.cannotName?.(server, tool) : 'its name is no Unicode text';
  if (unnamed !== undefined) {
    report('no-name', target.unlisted === 'denied' ? 'deny' : 'ask', unnamed);
    return { tool, because, source, action: 'deny', requirements: [], unnamed: true, shortfalls };
  }
  let action = rule.action;
  const lostGuards = lost.filter(isGuard);
  if (lostGuards.length > 0 && (action === 'allow' || action === 'limit')) action = 'ask';
  if (action === 'limit' && !target.supports.limit) action = 'ask';
  if (action === 'ask' && !target.supports.ask) action = 'deny';
  if (action === 'hide' && target.hides !== true) action = 'deny';
  if (action === 'deny' && !target.supports.deny) action = 'ask';
  if (lostGuards.length > 0) report('no-arguments', action, list(lostGuards));
  else if (lost.length > 0 && source === 'by-argument' && action !== 'deny')
    report('no-validation', action, [...new Set(lost.map(({ argument }) => argument))].join(', '));
  if (rule.action === 'limit' && !target.supports.limit) report('no-limit', action);
  if (action === 'deny' && (rule.action === 'ask' || rule.action === 'limit') && !target.supports.ask)
    report('no-ask', action);
  if (rule.action === 'hide' && action === 'deny') report('no-hide', action);
  if (action === 'ask' && stops(rule.action)) report('no-deny', action);
  const requirements = stops(action) ? [] : kept;
  const limit = action === 'limit' ? { limit: rule.limit! } : {};
  return { tool, because, source, action, ...limit, requirements, shortfalls };
}

const stops = (action: Action): boolean => action === 'deny' || action === 'hide';

/** A rule, and what the target can say of its requirements. */
interface Chosen extends Said {
  rule: Pick<ToolDecision, 'action' | 'limit' | 'because'>;
  source: Resolved['source'];
}

/** The by-argument rule where the target can hold all its guards, otherwise the blanket one. */
function choose(decision: Policy['decisions'][number], target: Expressing): Chosen {
  const { byArgument, requirements } = decision;
  if (byArgument && target.supports.arguments) {
    const said = split(byArgument.requirements, target);
    if (!said.lost.some(isGuard)) return { rule: byArgument, source: 'by-argument', ...said };
  }
  return { rule: decision, source: 'blanket', ...split(requirements, target) };
}

const isGuard = ({ purpose }: Requirement): boolean => purpose === 'guard';

interface Said {
  kept: Requirement[];
  lost: Requirement[];
}

function split(requirements: readonly Requirement[] | undefined, { supports, expresses }: Expressing): Said {
  const said: Said = { kept: [], lost: [] };
  for (const requirement of requirements ?? [])
    (supports.arguments && expresses?.(requirement) === true ? said.kept : said.lost).push(requirement);
  return said;
}

function list(requirements: readonly Requirement[]): string {
  return requirements.map(({ because }) => because).join('; ');
}
