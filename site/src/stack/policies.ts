/** The policies of a stack: what is recommended for each tool, and what its user chose instead. */
import type { Action, Posture } from '../../../catalogue/vocabulary.ts';
import type { Emitter, Policy, ToolDecision } from '../../../policy/emitter.ts';
import { permits } from '../../../policy/explain.ts';
import { notes } from '../../../policy/notes.ts';
import type { RecommendedPolicy } from '../../../policy/index.ts';
import { recommend } from '../../../policy/recommend.ts';
import type { Classification, ToolDefinition } from '../../../catalogue/records.ts';

/** A tool of a server that the catalogue knows. */
export interface StackTool {
  name: string;
  classification: Classification;
  inputSchema: ToolDefinition['inputSchema'];
}

/** A server of the stack under its client's name; one that nobody knows has no tools, so that none is allowed. */
export interface StackServer {
  alias: string;
  tools: readonly StackTool[];
}

/** What a user chose instead of what is recommended, by `ruleKey`. */
export type Overrides = ReadonlyMap<string, Action>;

/** Rules that a user can choose; a limit is that of ten calls a minute. */
export const CHOICES = ['allow', 'limit', 'ask', 'deny'] as const satisfies readonly Action[];
const CHOSEN_LIMIT = { window: 'minute', max: 10 } as const;

export const ruleKey = (alias: string, tool: string): string => JSON.stringify([alias, tool]);

/** A policy for each server, in order. */
export function stackPolicies(
  servers: readonly StackServer[],
  posture: Posture,
  overrides: Overrides,
): RecommendedPolicy[] {
  return servers.map(({ alias, tools }) => ({
    server: alias,
    posture,
    decisions: tools.map(({ name, classification, inputSchema }) => {
      const recommended = recommend(name, classification, posture, { inputSchema });
      const chosen = overrides.get(ruleKey(alias, name));
      return chosen === undefined || chosen === recommended.action
        ? recommended
        : overridden(recommended, chosen);
    }),
  }));
}

function overridden({ byArgument: _, limit: __, ...decision }: ToolDecision, action: Action): ToolDecision {
  const rule = {
    action,
    requirements: decision.requirements,
    ...(action === 'limit' ? { limit: CHOSEN_LIMIT } : {}),
  };
  return {
    ...decision,
    ...rule,
    because: 'You chose this rule instead of the recommended one.',
    permits: permits(rule),
  };
}

/** A file to paste; `server` is absent where it is for all of them. */
export interface StackFile {
  server?: string;
  filename: string;
  text: string;
}

/** What a target's files for a stack are, what they cannot say, or why there can be none. */
export type StackFiles = { files: StackFile[]; notes: string[] } | { problem: string };

/** One file for all servers where the target keeps them in one, otherwise one for each. */
export function stackFiles(emitter: Emitter, policies: readonly Policy[]): StackFiles {
  const twice = sameAlias(emitter, policies);
  if (twice) return { problem: twice };
  const { filename } = emitter;
  const files =
    policies.length === 1 || !emitter.emitStack
      ? policies.map((policy) => ({ server: policy.server, filename, text: emitter.emit(policy) }))
      : [{ filename, text: emitter.emitStack(policies) }];
  return { files, notes: [...notes(emitter, policies), ...unknownServers(emitter, policies)] };
}

/** A target may know two servers by one name that the client knows by two. */
function sameAlias({ title, aliasOf }: Emitter, policies: readonly Policy[]): string | undefined {
  const seen = new Map<string, string>();
  for (const { server } of policies) {
    const alias = aliasOf?.(server) ?? server;
    const other = seen.get(alias);
    if (other !== undefined)
      return `${title} knows both ${other} and ${server} as ${alias}: rename one of them.`;
    seen.set(alias, server);
  }
  return undefined;
}

const UNLISTED: Record<Emitter['unlisted'], (title: string) => string> = {
  denied: (title) => `none of their tools is named, so ${title} denies them all.`,
  asked: (title) =>
    `${title} cannot deny what a file does not name: it asks about each call. Say no, or take them out of its configuration.`,
  untouched: (title) =>
    `${title} leaves what a file does not name alone: take them out of its configuration.`,
};

/** What becomes of servers whose tools nobody knows. */
function unknownServers({ title, unlisted }: Emitter, policies: readonly Policy[]): string[] {
  const names = policies.filter(({ decisions }) => decisions.length === 0).map(({ server }) => server);
  return names.length === 0
    ? []
    : [`Not in the catalogue: ${names.join(', ')}; ${UNLISTED[unlisted](title)}`];
}
