/** The records of what is made of a definition: its classification, and the decision on it. */
import { z } from 'zod';
import type { Json } from './json.ts';
import {
  ACTIONS,
  CATEGORIES,
  EFFECTS,
  FINDING_OUTCOMES,
  FLAGS,
  HINTS,
  LOWERS,
  POSTURES,
  RAISES,
  RISK_LEVELS,
} from './vocabulary.ts';

/** Parsed JSON is trusted to be JSON; checking it again member by member would only cost time. */
const json = z.custom<Json>((value) => value !== undefined);

// --- Classification ------------------------------------------------------------------------------

/**
 * A verbatim span of the definition. `pointer` is a JSON Pointer; `start` and `end` count UTF-16 code units
 * in the text at that pointer (`textAt` in catalogue/evidence.ts).
 */
export const Evidence = z.object({
  pointer: z.string(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  quote: z.string().min(1),
});
export type Evidence = z.infer<typeof Evidence>;

/** What one rule, or another assessor, saw. It never scores. */
export const Finding = z.object({
  ruleId: z.string(),
  outcome: z.enum(FINDING_OUTCOMES),
  evidence: z.array(Evidence),
});
export type Finding = z.infer<typeof Finding>;

/** A finding and what `combine` made of it. */
export const WeighedFinding = Finding.extend({ effect: z.enum(EFFECTS) });
export type WeighedFinding = z.infer<typeof WeighedFinding>;

/** One move of the risk level away from where its category starts. */
export const Move = z.discriminatedUnion('direction', [
  z.object({ direction: z.literal('up'), reason: z.enum(RAISES), findings: z.array(z.int().nonnegative()) }),
  z.object({
    direction: z.literal('down'),
    reason: z.enum(LOWERS),
    findings: z.array(z.int().nonnegative()),
  }),
]);
export type Move = z.infer<typeof Move>;

/** One mode of a multi-mode tool: a value of an enumerated parameter, with the category it has on its own. */
export const Mode = z.object({
  /** The parameter's dotted path as a caller writes it, for example `action`. */
  parameter: z.string(),
  value: z.string(),
  category: z.enum(CATEGORIES),
});
export type Mode = z.infer<typeof Mode>;

/** A parameter that makes a call dangerous, and why, in a few words. */
export const DangerousParameter = z.object({
  /** JSON Pointer of the parameter's schema. */
  pointer: z.string(),
  name: z.string(),
  why: z.string(),
});
export type DangerousParameter = z.infer<typeof DangerousParameter>;

/** What stands for a rule's id where a language model quoted: its quotes stand among those of rules. */
export const MODEL_AS_RULE = 'llm';

/** What a language model thought of a definition, and what came of it. It never carries the model's own prose. */
export const ModelView = z.object({
  model: z.string(),
  /** What became of it; `failed` carries why in `failure`. */
  outcome: z.enum(['agreed', 'raised', 'lowered', 'overruled', 'no-evidence', 'failed']),
  category: z.enum(CATEGORIES).optional(),
  riskLevel: z.enum(RISK_LEVELS).optional(),
  failure: z.string().optional(),
});
export type ModelView = z.infer<typeof ModelView>;

/** The verdict on one definition. Everything that a page says about a tool is computed from this record. */
export const Classification = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Version of the classifier that made it; changes whenever a verdict could. */
  classifierVersion: z.string(),
  category: z.enum(CATEGORIES),
  riskLevel: z.enum(RISK_LEVELS),
  confidence: z.number().min(0).max(1),
  flags: z.array(z.enum(FLAGS)),
  rationale: z.string(),
  findings: z.array(WeighedFinding),
  moves: z.array(Move),
  modes: z.array(Mode),
  dangerousParameters: z.array(DangerousParameter),
  /** Declared hints that contradict the words, as MCP spells them. */
  hintMismatches: z.array(z.enum(HINTS)),
  /** Present where a model was asked. */
  model: ModelView.optional(),
});
export type Classification = z.infer<typeof Classification>;

// --- Policy --------------------------------------------------------------------------------------

/** A condition on one argument under which a call is denied: Intercept's `{path, op, value}`. */
export const ArgumentConstraint = z.object({
  /** `args.` and the argument's path. */
  path: z.string(),
  op: z.enum(['eq', 'neq', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'regex', 'contains', 'exists']),
  value: json,
  because: z.string(),
});
export type ArgumentConstraint = z.infer<typeof ArgumentConstraint>;

/** What stands in front of one tool, in no target's language. */
export const Decision = z.object({
  tool: z.string(),
  posture: z.enum(POSTURES),
  action: z.enum(ACTIONS),
  /** Calls per window; present exactly when the action is `limit`. */
  limit: z.object({ window: z.enum(['minute', 'hour']), max: z.int().positive() }).optional(),
  constraints: z.array(ArgumentConstraint),
  /** One sentence: why this decision. */
  because: z.string(),
  /** One sentence: what a call can still do under it. */
  permits: z.string(),
  /** Indexes into the classification's findings on which the decision rests. */
  findings: z.array(z.int().nonnegative()),
});
export type Decision = z.infer<typeof Decision>;
