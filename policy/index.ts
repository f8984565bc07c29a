import type { Classification } from '../catalogue/records.ts';
import type { Posture } from '../catalogue/vocabulary.ts';
import type { Emitter, Policy } from './emitter.ts';
import policylayer from './emitters/policylayer.ts';
import { recommend } from './recommend.ts';

export { recommend } from './recommend.ts';
export { ACTION_LABEL } from './explain.ts';
export type { Emitter, Policy } from './emitter.ts';

/** Every target that a policy can be written for, by id. */
export const EMITTERS: readonly Emitter[] = [policylayer];

/** The recommended policy for a server's tools, or for one of them. */
export function recommendPolicy(
  server: string,
  tools: readonly { name: string; classification: Classification }[],
  posture: Posture,
): Policy {
  return {
    server,
    posture,
    decisions: tools.map(({ name, classification }) => recommend(name, classification, posture)),
  };
}
