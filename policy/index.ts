import type { Classification } from '../catalogue/records.ts';
import type { Posture } from '../catalogue/vocabulary.ts';
import type { Emitter, Policy, ToolDecision } from './emitter.ts';
import policylayerArguments from './emitters/policylayer-arguments.ts';
import policylayer from './emitters/policylayer.ts';
import intercept from './emitters/intercept.ts';
import type { RecommendOptions } from './guards.ts';
import { recommend } from './recommend.ts';

export { recommend } from './recommend.ts';
export { notes } from './notes.ts';
export { ACTION_LABEL } from './explain.ts';
export type { Alternative, Emitter, Policy, ToolDecision } from './emitter.ts';
export type { RecommendOptions } from './guards.ts';
export type { Decision } from '../catalogue/records.ts';

/** Every target that a policy can be written for, by id. */
export const EMITTERS: readonly Emitter[] = [policylayer, intercept];

/** Other ways to write for a target, labelled as such. */
export const VARIANTS: readonly Emitter[] = [policylayerArguments];

/** One tool as a policy needs it. Without a classification it is denied. */
export interface ToolToJudge {
  name: string;
  classification?: Classification | undefined;
  inputSchema?: RecommendOptions['inputSchema'];
}

/** The recommended policy for a server's tools, or for one of them. */
export function recommendPolicy(
  server: string,
  tools: readonly ToolToJudge[],
  posture: Posture,
  options: Omit<RecommendOptions, 'inputSchema'> = {},
): Policy & { decisions: ToolDecision[] } {
  return {
    server,
    posture,
    decisions: tools.map(({ name, classification, inputSchema }) =>
      recommend(name, classification, posture, { ...options, inputSchema }),
    ),
  };
}
