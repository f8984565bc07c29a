import { definitionDigest, sha256 } from '../catalogue/digest.ts';
import type { Classification, ToolDefinition } from '../catalogue/records.ts';
import { combine, type Judgement } from './combine.ts';
import { deceives, type Seen } from './judgement/findings.ts';
import type { Assessed } from './llm/assess.ts';
import { merge } from './llm/merge.ts';
import { PROMPT_DIGEST } from './llm/prompt.ts';
import { rationale } from './rationale.ts';
import { read, type Reading } from './reading/reading.ts';
import type { Rule, Sighting } from './rule.ts';
import { RULES } from './rules/index.ts';
import { CLASSIFIER_VERSION } from './version.ts';

export { CLASSIFIER_VERSION, RULES };
export type { Rule };

/** How a definition is judged. */
export interface ClassifyOptions {
  /** The declared annotations are as if undeclared. */
  readonly ignoreHints?: boolean;
  /** The rules that observe, all by default; fewer only to measure what one is worth. */
  readonly rules?: readonly Rule[];
}

/**
 * The verdict on one tool definition, from nothing but the definition. Pure and deterministic: the same
 * definition gives the same record.
 * @throws RangeError when the definition nests too deeply (`depthExceeds` in catalogue/json.ts tells beforehand).
 */
export function classify(definition: ToolDefinition, options: ClassifyOptions = {}): Classification {
  const reading = read(definition, options.ignoreHints ?? false);
  return recordOf(
    definition,
    reading,
    combine(reading, observe(reading, options.rules ?? RULES)),
    CLASSIFIER_VERSION,
  );
}

/** The same with a model's word beside the rules'. Any failure of the model leaves the rules' verdict. */
export function classifyAssessed(
  definition: ToolDefinition,
  { model, assessed }: { model: string; assessed: Assessed },
  options: ClassifyOptions = {},
): Classification {
  const reading = read(definition, options.ignoreHints ?? false);
  const judgement = merge(combine(reading, observe(reading, options.rules ?? RULES)), model, assessed);
  return recordOf(definition, reading, judgement, versionWith(model));
}

/** Whether a definition tries to steer whoever reads it: such a one is never put to a model beside others. */
export function steersReader(definition: ToolDefinition): boolean {
  return deceives(observe(read(definition, true), DECEPTION));
}

const DECEPTION = RULES.filter(({ meta }) => meta.capability === 'deceives');

/** The version of the classifier with a model beside it: another model, or another question, is another version. */
export function versionWith(model: string): string {
  return `${CLASSIFIER_VERSION}+${sha256(`${model} ${PROMPT_DIGEST}`).slice(0, 8)}`;
}

function recordOf(
  definition: ToolDefinition,
  reading: Reading,
  judgement: Judgement,
  classifierVersion: string,
): Classification {
  const digest = definitionDigest(definition);
  return { digest, classifierVersion, ...judgement, rationale: rationale(reading, judgement) };
}

/** All that the rules see. */
function observe(reading: Reading, rules: readonly Rule[]): Seen[] {
  const seen: Seen[] = [];
  for (const rule of rules) {
    const sightings = rule.observe(reading);
    // Most rules see nothing in most tools.
    for (let index = 0; index < sightings.length; index++) {
      const { outcome, place, evidence, detail } = sightings[index] as Sighting;
      seen.push({ rule, outcome, place, evidence, detail });
    }
  }
  return seen;
}
