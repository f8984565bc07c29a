/** The targets' emitters, each fetched when it is first wanted. A test holds this list to that of policy/. */
import type { Emitter } from '../../../policy/emitter.ts';

type Loader = () => Promise<{ default: Emitter }>;

const LOADERS: Record<string, Loader> = {
  policylayer: () => import('../../../policy/emitters/policylayer.ts'),
  intercept: () => import('../../../policy/emitters/intercept.ts'),
  'claude-code': () => import('../../../policy/emitters/claude-code.ts'),
  codex: () => import('../../../policy/emitters/codex.ts'),
  gemini: () => import('../../../policy/emitters/gemini.ts'),
  toolhive: () => import('../../../policy/emitters/toolhive.ts'),
  agentcore: () => import('../../../policy/emitters/agentcore.ts'),
  agentgateway: () => import('../../../policy/emitters/agentgateway.ts'),
  envoy: () => import('../../../policy/emitters/envoy.ts'),
  vscode: () => import('../../../policy/emitters/vscode.ts'),
  cursor: () => import('../../../policy/emitters/cursor.ts'),
  zed: () => import('../../../policy/emitters/zed.ts'),
  goose: () => import('../../../policy/emitters/goose.ts'),
  openai: () => import('../../../policy/emitters/openai.ts'),
  docker: () => import('../../../policy/emitters/docker.ts'),
  litellm: () => import('../../../policy/emitters/litellm.ts'),
  'agent-governance': () => import('../../../policy/emitters/agent-governance.ts'),
};

export const TARGETS: readonly string[] = Object.keys(LOADERS);

/** @throws where the target is unknown or its part cannot be fetched */
export async function loadEmitter(target: string): Promise<Emitter> {
  const load = LOADERS[target];
  if (!load) throw new Error(`there is no target ${target}`);
  // Before any shape is made: Zod would try whether it may compile code, which the page's security policy reports.
  const { config } = await import('zod');
  config({ jitless: true });
  return (await load()).default;
}
