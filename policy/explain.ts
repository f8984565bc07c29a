import type { Classification, Decision } from '../catalogue/records.ts';
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

type Bare = Pick<Decision, 'action' | 'limit'>;

/** One sentence: why this decision, from the verdict alone. */
export function because(
  { action }: Bare,
  { category, riskLevel }: Classification,
  movesMoney: boolean,
): string {
  const verdict = `It is ${category} with ${riskLevel} risk`;
  const effect = movesMoney ? 'and it moves money' : `and ${WHAT_A_CALL_DOES[category]}`;
  return `${verdict}, ${effect}, ${THEREFORE[action]}.`;
}

/** One sentence: what can still happen under this decision. */
export function permits({ action, limit }: Bare): string {
  switch (action) {
    case 'allow':
      return 'Every call goes through, with any arguments.';
    case 'limit':
      return `Up to ${limit!.max} calls a ${limit!.window} go through, with any arguments.`;
    case 'ask':
      return 'Only a call that a person has approved goes through.';
    case 'deny':
      return 'No call goes through; the agent still sees the tool and is told why.';
    case 'hide':
      return 'No call goes through, and the agent does not see the tool.';
  }
}
