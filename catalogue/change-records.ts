/** The schema of every change between two states of a server; the types are inferred from the schemas. */
import { z } from 'zod';
import { CATEGORIES, CHANGE_CAUSES, FIELD_PARTS, FLAGS, OUTCOMES, RISK_LEVELS } from './vocabulary.ts';

const count = z.int().nonnegative();

/**
 * One side of a changed field. `text` is a string of the definition, without the first `skipped` UTF-16 code units
 * (alike on both sides) and without the last `omitted`; it is as received, hidden characters and all. `json` is any
 * other value as compact JSON with sorted keys, of which `omitted` characters were cut.
 */
export const FieldValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), skipped: count, omitted: count }),
  z.object({ type: z.literal('json'), text: z.string(), omitted: count }),
]);
export type FieldValue = z.infer<typeof FieldValue>;

/** A field that differs. `before` is null where it was added, `after` where it was taken away. */
export const FieldChange = z.object({
  /** JSON Pointer (RFC 6901) into the definition, or into the server's description of itself. */
  pointer: z.string(),
  before: FieldValue.nullable(),
  after: FieldValue.nullable(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** A field of a tool's definition that differs, and which part of the definition it belongs to. */
export const DefinitionFieldChange = FieldChange.extend({
  part: z.enum(FIELD_PARTS),
  /** The top-level parameter whose schema it is, where it is one's. */
  parameter: z.string().optional(),
});
export type DefinitionFieldChange = z.infer<typeof DefinitionFieldChange>;

/** What a classifier said of a definition, in short. */
export const Verdict = z.object({
  classifierVersion: z.string(),
  category: z.enum(CATEGORIES),
  riskLevel: z.enum(RISK_LEVELS),
  flags: z.array(z.enum(FLAGS)),
});
export type Verdict = z.infer<typeof Verdict>;

/** A tool's definition at one time, by its digest, and the verdict on it where there is one. */
export const ToolVersion = z.object({ digest: z.string(), verdict: Verdict.nullable() });
export type ToolVersion = z.infer<typeof ToolVersion>;

/** Whether what changed can do more harm than before; null where a verdict that would tell is missing. */
const raisesRisk = z.boolean().nullable();

/** What differs between two states of one server. `tool` is a tool's name. */
export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), tool: z.string(), after: ToolVersion, raisesRisk }),
  z.object({ kind: z.literal('removed'), tool: z.string(), before: ToolVersion, raisesRisk }),
  z.object({
    kind: z.literal('redefined'),
    tool: z.string(),
    before: ToolVersion,
    after: ToolVersion,
    fields: z.array(DefinitionFieldChange),
    /** Differing fields beyond those in `fields`. */
    moreFields: count,
    raisesRisk,
  }),
  z.object({
    kind: z.literal('reclassified'),
    tool: z.string(),
    before: Verdict,
    after: Verdict,
    cause: z.enum(CHANGE_CAUSES),
    raisesRisk,
  }),
  /** What the server is or says of itself; pointers begin with /package, /serverInfo, /instructions and so on. */
  z.object({ kind: z.literal('server'), fields: z.array(FieldChange), moreFields: count, raisesRisk }),
  /** How it was asked; other changes of the same crawl may come from this alone. Pointers begin with /launch. */
  z.object({ kind: z.literal('circumstances'), fields: z.array(FieldChange), moreFields: count, raisesRisk }),
  z.object({ kind: z.literal('outcome'), before: z.enum(OUTCOMES), after: z.enum(OUTCOMES), raisesRisk }),
]);
export type Change = z.infer<typeof Change>;
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;
