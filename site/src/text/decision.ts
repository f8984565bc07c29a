/** The decision in words: the heading of a rule, and how to see that the rule is in force. */
import type { Decision } from '../../../catalogue/records.ts';
import type { Action } from '../../../catalogue/vocabulary.ts';
import type { Emitter } from '../../../policy/emitter.ts';
import { ACTION_LABEL } from '../../../policy/explain.ts';
import { code } from './rich.ts';

/** `Allow with a limit of 30 calls a minute`, `Ask a human`. */
export function decisionLabel({ action, limit }: Pick<Decision, 'action' | 'limit'>): string {
  return limit ? `${ACTION_LABEL[action]} of ${limit.max} calls a ${limit.window}` : ACTION_LABEL[action];
}

/** A rule as the file of a target has it: where that has no prompt, a question is a denial that a person lifts. */
export function actionInFile(action: Action, { askDenial }: Pick<Emitter, 'askDenial'>): string {
  return action === 'ask' && askDenial !== undefined
    ? `Denied with “${askDenial}” until a person lifts the rule`
    : ACTION_LABEL[action];
}

/** What to try once the rule is in place, and what should come back, as a clause. */
export function howToCheck({ tool, action, limit }: Decision): string {
  switch (action) {
    case 'allow':
      return `call ${code(tool)}: it should answer. Call a tool that the file does not name: it should be refused.`;
    case 'limit':
      return `call ${code(tool)} ${limit!.max + 1} times within a ${limit!.window}: the last call should be refused.`;
    case 'ask':
      return `call ${code(tool)}: the agent should be told that the call requires human approval.`;
    case 'deny':
      return `call ${code(tool)}: the agent should be told that the policy denies it.`;
    case 'hide':
      return `ask the agent for its tools: ${code(tool)} should be missing from the list.`;
  }
}
