/** The recorded figures of an evaluation (docs/evaluation.json): how verdicts agree with labelled tools. */
import { z } from 'zod';

const count = z.int().nonnegative();

/** How many of how many. */
export const Hits = z.object({ hits: count, of: count });
export type Hits = z.infer<typeof Hits>;

/** Figures over tools that were labelled by the codebook, declared hints hidden from the classifier. */
export const EvaluationFigures = z.object({
  /** The day of the evaluation, and the classifier that was evaluated. */
  date: z.string(),
  classifierVersion: z.string(),
  tools: count,
  vendors: count,
  category: Hits,
  level: Hits,
  levelWithinOne: Hits,
  macroF1: z.number(),
  /** Execute or Destructive tools that were called Read. */
  dangerousCalledRead: Hits,
  /** Counts by label (row) and verdict (column), in the order of the categories. */
  confusion: z.array(z.array(count)),
  classes: z.array(z.object({ category: z.string(), precision: Hits, recall: Hits, f1: z.number() })),
  calibration: z.array(z.object({ from: z.number(), to: z.number(), stated: z.number(), right: Hits })),
  rules: z.array(
    z.object({
      ruleId: z.string(),
      fired: count,
      decided: count,
      right: count,
      /** By how many right categories the score changes when the rule is taken away. */
      without: z.int(),
    }),
  ),
});
export type EvaluationFigures = z.infer<typeof EvaluationFigures>;

/** What the site needs of docs/evaluation.json. `checks` are scores on tools that nobody here has read. */
export const RecordedEvaluation = z.object({
  figures: EvaluationFigures.optional(),
  checks: z.array(
    z.object({ date: z.string(), category: count, level: count, of: count, macroF1: z.number() }),
  ),
});
export type RecordedEvaluation = z.infer<typeof RecordedEvaluation>;
