/**
 * Toolrisk as a library: `import { classify, recommendPolicy, scan } from 'toolrisk'`. The same functions as the commands
 * use, plain records in and out. docs/library.md shows each at work.
 */
import type { ScanOptions, ScanResult } from './scan/index.ts';

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
export type { ScanOptions, ScanResult };
export {
  EMITTERS,
  notes,
  recommendPolicy,
  type Emitter,
  type RecommendedPolicy,
  type ToolToJudge,
} from '../policy/index.ts';

/**
 * Finds the MCP configurations of folders, crawls and judges their servers, and says what it found.
 * @throws UserError when a path holds no configuration that can be used
 */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  // The crawler is large: who only judges definitions does not wait for it.
  const found = await import('./scan/index.ts');
  return found.scan(options);
}
