/**
 * Toxic combinations: tools that are each acceptable alone and together let outsiders' text reach what it must not.
 * They are about the tools that one agent can call at a time, of one server or of several; they never change the
 * verdict on a tool.
 */
import type { Classification } from './records.ts';
import type { Flag } from './vocabulary.ts';

export const COMBINATIONS = ['private-untrusted-egress', 'secrets-egress', 'untrusted-code'] as const;
export type Combination = (typeof COMBINATIONS)[number];

/** The flags that have to come together, in the order in which an attack would use them. */
export const COMBINATION_PARTS: Record<Combination, readonly Flag[]> = {
  'private-untrusted-egress': ['untrusted', 'private', 'egress'],
  'secrets-egress': ['secrets', 'egress'],
  'untrusted-code': ['untrusted', 'code'],
};

export const COMBINATION_TITLE: Record<Combination, string> = {
  'private-untrusted-egress': 'private data, untrusted content and a way out',
  'secrets-egress': 'secrets and a way out',
  'untrusted-code': 'untrusted content and code',
};

/** What can happen, as a clause that begins with a small letter. */
export const COMBINATION_MEANING: Record<Combination, string> = {
  'private-untrusted-egress':
    'text that outsiders wrote can instruct the agent to read private data and to send it away',
  'secrets-egress': 'credentials that one call returns can be sent away by the next',
  'untrusted-code': 'text that outsiders wrote can become code that the agent runs',
};

/** What a combination asks of a tool: its flags, in whatever record they stand. */
export interface FlaggedTool {
  classification: Pick<Classification, 'flags'>;
}

/** A combination that is there, and for each of its parts the tools that bring it in, in the order given. */
export interface ToxicCombination<T extends FlaggedTool> {
  combination: Combination;
  parts: { flag: Flag; tools: T[] }[];
}

/** The combinations that these tools make together; one tool may bring several parts, or all. */
export function toxicCombinations<T extends FlaggedTool>(tools: readonly T[]): ToxicCombination<T>[] {
  return COMBINATIONS.map((combination) => ({
    combination,
    parts: COMBINATION_PARTS[combination].map((flag) => ({
      flag,
      tools: tools.filter(({ classification }) => classification.flags.includes(flag)),
    })),
  })).filter(({ parts }) => parts.every(({ tools: found }) => found.length > 0));
}
