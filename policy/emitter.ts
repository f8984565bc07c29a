import type { z } from 'zod';
import type { Decision } from '../catalogue/records.ts';
import type { Action, Posture } from '../catalogue/vocabulary.ts';
import type { Requirement } from './requirement.ts';
import { resolve, type Resolved } from './resolve.ts';

/** What may be done with a call, and under which conditions on its arguments. */
export interface Rule {
  action: Action;
  /** Calls per window; present exactly when the action is `limit`. */
  limit?: Decision['limit'];
  /** Arguments that fail any of these are denied, whatever the action. */
  requirements: Requirement[];
}

/**
 * A second rule for the same tool, for targets that see arguments: it stops the dangerous arguments instead of the
 * whole tool, or adds caps that the blanket rule cannot have.
 */
export interface Alternative extends Rule {
  /** What it stops, in a few words. */
  label: string;
  because: string;
  permits: string;
}

/** A decision with the conditions on arguments that its record has no words for. */
export interface ToolDecision extends Decision {
  requirements: Requirement[];
  byArgument?: Alternative;
}

/** What stands in front of one server: a decision per tool; tools that are not named are denied. */
export interface Policy {
  /** The name under which the client or gateway knows the server. */
  server: string;
  posture: Posture;
  decisions: (Decision & Partial<Pick<ToolDecision, 'requirements' | 'byArgument'>>)[];
}

/** What a target's language can express. Where it cannot, the page says so. */
export interface Support {
  deny: boolean;
  ask: boolean;
  limit: boolean;
  arguments: boolean;
}

/** One target: the file that it reads, and how to know that a text is such a file. */
export interface Target {
  id: string;
  title: string;
  filename: string;
  mediaType: string;
  supports: Support;
  /** What happens to tools that the file does not name. */
  unlisted: 'denied' | 'asked' | 'untouched';
  /** Whether a denied tool can also be kept out of the agent's sight. */
  hides?: boolean;
  /**
   * The words of the denial that stands for a question, where the target has no prompt and yet has a recipe for asking:
   * nothing goes through until a person lifts the rule.
   */
  askDenial?: string;
  /** Whether the target can hold an argument to this; absent where it sees no arguments. */
  expresses?: (requirement: Requirement) => boolean;
  /** The target's file, exactly, with a final newline. */
  write: (served: Served) => string;
  /** One file for several servers, where the target keeps them in one. Aliases are distinct. */
  writeStack?: (served: readonly Served[]) => string;
  /** Problems that the target would have with the text, one sentence each; none when it is fine. */
  validate: (text: string) => string[];
  /** The name that the target's file gives a server; two servers of one name cannot stand in one file. */
  aliasOf?: (server: string) => string;
  /** Names that the target cannot tell apart from others or reads as patterns; left to its default. */
  cannotName?: (server: string, tool: string) => string | undefined;
  /** What else a reader of the file must know, one sentence each. */
  remarks?: (resolved: readonly Resolved[]) => string[];
  /** The shape of the parsed file, where it is JSON, YAML or TOML; published as a JSON Schema. */
  schema?: z.ZodType;
}

/** A server with its rules in just the terms that a target has. */
export interface Served extends Pick<Policy, 'server' | 'posture'> {
  rules: readonly Resolved[];
}

/** A target that policies can be given to as they are. */
export interface Emitter extends Target {
  /** The policy's file, of the rules that the target can express. */
  emit: (policy: Policy) => string;
  /** One file for several servers, where the target keeps them in one. Aliases are distinct. */
  emitStack?: (policies: readonly Policy[]) => string;
}

/** Declares an emitter; one file of policy/emitters/ each, file name = id. */
export function defineEmitter(target: Target): Emitter {
  const { write, writeStack } = target;
  const serve = (policy: Policy): Served => ({
    server: policy.server,
    posture: policy.posture,
    rules: resolve(policy, target),
  });
  return {
    ...target,
    emit: (policy) => write(serve(policy)),
    ...(writeStack && { emitStack: (policies: readonly Policy[]) => writeStack(policies.map(serve)) }),
  };
}
