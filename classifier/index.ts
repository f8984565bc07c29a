import { definitionDigest } from '../catalogue/digest.ts';
import type { Classification, ToolDefinition } from '../catalogue/records.ts';
import { combine } from './combine.ts';
import type { Seen } from './judgement/findings.ts';
import { rationale } from './rationale.ts';
import { read, type Reading } from './reading/reading.ts';
import { RULES } from './rules/index.ts';
import { CLASSIFIER_VERSION } from './version.ts';

export { CLASSIFIER_VERSION };
export { RULES };

/**
 * The verdict on one tool definition, from nothing but the definition. Pure and deterministic: the same
 * definition gives the same record. With `ignoreHints` the declared annotations are as if undeclared.
 * @throws RangeError when the definition nests too deeply (`depthExceeds` in catalogue/json.ts tells beforehand).
 */
export function classify(
  definition: ToolDefinition,
  options: { ignoreHints?: boolean } = {},
): Classification {
  const reading = read(definition, options.ignoreHints ?? false);
  const judgement = combine(reading, observe(reading));
  return {
    digest: definitionDigest(definition),
    classifierVersion: CLASSIFIER_VERSION,
    ...judgement,
    rationale: rationale(reading, judgement),
  };
}

/** All that the rules see. */
function observe(reading: Reading): Seen[] {
  return RULES.flatMap((rule) => rule.observe(reading).map((sighting) => ({ ...sighting, rule })));
}
