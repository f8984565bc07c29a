import type { Classification, Decision } from '../catalogue/records.ts';
import { isUndecided } from '../catalogue/undecided.ts';
import type { Requirement } from './requirement.ts';
import type { Action, Category } from '../catalogue/vocabulary.ts';

/** What the decision does, in two or three words for a heading or a table. */
export const ACTION_LABEL: Record<Action, string> = {
  allow: 'Allow',
  limit: 'Allow with a limit',
  ask: 'Ask a human',
  deny: 'Deny',
  hide: 'Deny and hide',
};

const WHAT_A_CALL_DOES: Record<Category, string> = {
  Read: 'a call changes nothing',
  Write: 'a call changes something that can be put right',
  Execute: 'what a call does depends on its arguments and may reach far',
  Destructive: 'what a call destroys may not come back',
};

const THEREFORE: Record<Action, string> = {
  allow: 'so it may run freely',
  limit: 'so a loop must not repeat it without end',
  ask: 'so a person looks at each call first',
  deny: 'so no agent should call it',
  hide: 'so no agent should even see it',
};

function whichArguments(requirements: readonly Requirement[]): string {
  const guards = requirements
    .filter(({ purpose }) => purpose === 'guard')
    .map((requirement) => requirement.because);
  if (guards.length > 0) return `as long as ${guards.join(', and ')}`;
  return requirements.length > 0 ? 'with arguments that fit its schema' : 'with any arguments';
}

type Bare = Pick<Decision, 'action' | 'limit'>;

/** One sentence: why this decision, from the verdict alone, or from what of the tool asks for more than its level does. */
export function because({ action }: Bare, classification: Classification, special?: string): string {
  const { category, riskLevel } = classification;
  const verdict = `${category} with ${riskLevel} risk`;
  if (special === undefined && isUndecided(classification))
    return `Nothing in its definition says what a call does; it is taken for ${verdict}, ${THEREFORE[action]}.`;
  return `It is ${verdict}, and ${special ?? whatACallDoes(classification)}, ${THEREFORE[action]}.`;
}

function whatACallDoes({ category, moves }: Classification): string {
  const raised = category === 'Write' && moves.some(({ direction }) => direction === 'up');
  return raised ? 'a call reaches further than the record that it changes' : WHAT_A_CALL_DOES[category];
}

/** One sentence: why a rule that looks at arguments, and what it stops. */
export function becauseByArgument({ action }: Bare, stopped: string): string {
  return `A call with ${stopped} is denied; ${REST[action]}.`;
}

const REST: Record<Action, string> = {
  allow: 'the rest may run freely',
  limit: 'the rest may run within a limit',
  ask: 'the rest waits for a person',
  deny: 'so is the rest',
  hide: 'so is the rest, and the agent does not see the tool',
};

/** One sentence for a tool that nobody has judged. */
export function becauseUnclassified(): string {
  return 'It has not been classified, so nobody knows what it does, so no agent should call it.';
}

/** One sentence: what can still happen under this decision. */
export function permits({
  action,
  limit,
  requirements = [],
}: Bare & { requirements?: Requirement[] }): string {
  const which = whichArguments(requirements);
  switch (action) {
    case 'allow':
      return `Every call goes through, ${which}.`;
    case 'limit':
      return `Up to ${limit!.max} calls a ${limit!.window} go through, ${which}.`;
    case 'ask':
      return requirements.length === 0
        ? 'Only a call that a person has approved goes through.'
        : `Only a call that a person has approved goes through, ${which}.`;
    case 'deny':
      return 'No call goes through; the agent still sees the tool and is told why.';
    case 'hide':
      return 'No call goes through, and the agent does not see the tool.';
  }
}
