import type { Message } from './prompt.ts';

/** Why a model gave no usable word on a tool. */
export const FAILURES = [
  'refused',
  'malformed',
  'unanswered',
  'truncated',
  'unauthorised',
  'rate-limited',
  'server-error',
  'timed-out',
  'unreachable',
  'too-long',
  'over-budget',
  'stopped',
] as const;
export type Failure = (typeof FAILURES)[number];

export const FAILURE_MEANING: Record<Failure, string> = {
  refused: 'the model refused to answer',
  malformed: 'the model’s answer was not in the form that was asked for',
  unanswered: 'the model left the tool out of its answer',
  truncated: 'the model’s answer was cut off',
  unauthorised: 'the endpoint did not accept the key',
  'rate-limited': 'the endpoint asked for patience for too long',
  'server-error': 'the endpoint failed',
  'timed-out': 'the endpoint took too long',
  unreachable: 'the endpoint could not be reached',
  'too-long': 'the definition is longer than what is sent to a model',
  'over-budget': 'the budget was used up',
  stopped: 'the run was stopped',
};

/** After these there is no use in asking again in the same run. */
export const FATAL: readonly Failure[] = ['unauthorised', 'over-budget', 'stopped'];

/** Tokens that a call used, as the endpoint counted them. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
}

/** What a model said to one question, or why it said nothing. */
export type Reply = { ok: true; text: string; usage: Usage } | { ok: false; failure: Failure; usage: Usage };

/** A model behind some endpoint. Never throws: every failure is a reply. */
export interface Model {
  name: string;
  ask: (messages: Message[], schema: Record<string, unknown>, signal: AbortSignal) => Promise<Reply>;
}

export const NO_USAGE: Usage = { promptTokens: 0, completionTokens: 0 };
