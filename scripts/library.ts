/**
 * Toolrisk as a library: `import { classify, recommendPolicy } from 'toolrisk'`. The same functions as the commands
 * use, plain records in and out. docs/library.md shows each at work.
 */
export { classify, CLASSIFIER_VERSION, type ClassifyOptions } from '../classifier/index.ts';
export { definitionDigest } from '../catalogue/digest.ts';
export { toxicCombinations, type ToxicCombination } from '../catalogue/combinations.ts';
export type { Classification, Decision, ToolDefinition } from '../catalogue/records.ts';
export {
  CATEGORIES,
  FLAGS,
  POSTURES,
  RISK_LEVELS,
  type Category,
  type Flag,
  type Posture,
  type RiskLevel,
} from '../catalogue/vocabulary.ts';
export {
  EMITTERS,
  notes,
  recommendPolicy,
  type Emitter,
  type RecommendedPolicy,
  type ToolToJudge,
} from '../policy/index.ts';
