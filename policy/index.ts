import type { Classification } from '../catalogue/records.ts';
import type { Posture } from '../catalogue/vocabulary.ts';
import type { Emitter, Policy, ToolDecision } from './emitter.ts';
import policylayerArguments from './emitters/policylayer-arguments.ts';
import policylayer from './emitters/policylayer.ts';
import intercept from './emitters/intercept.ts';
import claudeCode from './emitters/claude-code.ts';
import codex from './emitters/codex.ts';
import gemini from './emitters/gemini.ts';
import toolhive from './emitters/toolhive.ts';
import agentcore from './emitters/agentcore.ts';
import agentgateway from './emitters/agentgateway.ts';
import envoy from './emitters/envoy.ts';
import vscode from './emitters/vscode.ts';
import cursor from './emitters/cursor.ts';
import zed from './emitters/zed.ts';
import goose from './emitters/goose.ts';
import openai from './emitters/openai.ts';
import docker from './emitters/docker.ts';
import litellm from './emitters/litellm.ts';
import agentGovernance from './emitters/agent-governance.ts';
import type { RecommendOptions } from './guards.ts';
import { recommend } from './recommend.ts';

export { recommend } from './recommend.ts';
export { notes } from './notes.ts';
export { ACTION_LABEL } from './explain.ts';
export type { Emitter, Policy, ToolDecision } from './emitter.ts';
export type { RecommendOptions } from './guards.ts';
export type { Decision } from '../catalogue/records.ts';

/** Every target that a policy can be written for, by id. */
export const EMITTERS: readonly Emitter[] = [
  policylayer,
  intercept,
  claudeCode,
  codex,
  gemini,
  toolhive,
  agentcore,
  agentgateway,
  envoy,
  vscode,
  cursor,
  zed,
  goose,
  openai,
  docker,
  litellm,
  agentGovernance,
];

/** Other ways to write for a target, labelled as such. */
export const VARIANTS: readonly Emitter[] = [policylayerArguments];

/** One tool as a policy needs it. Without a classification it is denied. */
export interface ToolToJudge {
  name: string;
  classification?: Classification | undefined;
  inputSchema?: RecommendOptions['inputSchema'];
}

/** A policy that was recommended: with what it asks of arguments. */
export interface RecommendedPolicy extends Policy {
  decisions: ToolDecision[];
}

/** The recommended policy for a server's tools, or for one of them. */
export function recommendPolicy(
  server: string,
  tools: readonly ToolToJudge[],
  posture: Posture,
  options: Omit<RecommendOptions, 'inputSchema'> = {},
): RecommendedPolicy {
  return {
    server,
    posture,
    decisions: tools.map(({ name, classification, inputSchema }) =>
      recommend(name, classification, posture, { ...options, inputSchema }),
    ),
  };
}
