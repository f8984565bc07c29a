import type { Evidence, ToolDefinition } from '../catalogue/records.ts';
import type { FindingOutcome, Flag, Lower, Raise } from '../catalogue/vocabulary.ts';
import type { Place } from './reading/acts.ts';
import type { Reading } from './reading/reading.ts';

/** What a rule's finding is about. `combine` alone knows what each is worth. */
export type Capability =
  | 'reads'
  | 'writes'
  | 'executes'
  | 'destroys'
  | 'read-only'
  | 'reversible'
  | 'deceives'
  | 'hints'
  | 'unclear'
  | Raise
  | Lower
  | `flag:${Flag}`;

/**
 * Where a sighting stands, for weighing: an act's place, a mode that only the description lists, a parameter, a
 * phrase, a declared hint.
 */
export type SightingPlace = Place | 'listed' | 'parameter' | 'phrase' | 'hint';

/** What a rule saw once. Several of one rule and outcome make a finding. */
export interface Sighting {
  readonly outcome: FindingOutcome;
  readonly place: SightingPlace;
  readonly evidence: readonly Evidence[];
  /** What exactly was seen, where a rule sees several things; `combine` and `rationale` read it. */
  readonly detail?: string | undefined;
}

export interface Rule {
  readonly id: string;
  readonly meta: {
    /** One line: what fires it. */
    readonly summary: string;
    /** Why that matters. */
    readonly why: string;
    readonly capability: Capability;
    readonly sources?: readonly string[];
  };
  readonly examples: {
    readonly fires: readonly ToolDefinition[];
    readonly silent: readonly ToolDefinition[];
  };
  /** Observes; never scores. Pure, deterministic, linear in the definition's length. */
  readonly observe: (reading: Reading) => readonly Sighting[];
}

/** Declares a rule. Its id is its file's name. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** An invented tool for a rule's examples: its name, description and, where it has any, its parameters. */
export function tool(name: string, description = '', properties?: Record<string, object>): ToolDefinition {
  const definition: ToolDefinition = { name };
  if (description !== '') definition.description = description;
  if (properties) definition.inputSchema = { type: 'object', properties: properties as never };
  return definition;
}
