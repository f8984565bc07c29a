import { AgentGatewayFile } from '../emitters/agentgateway.ts';
import { EnvoyFile } from '../emitters/envoy.ts';
import { ToolHiveFile } from '../emitters/toolhive.ts';
import type { Emitter } from '../emitter.ts';
import { parseYaml } from '../format.ts';

/**
 * What a target's own language has against a file: the emitter's shape, and for Cedar and CEL a real parser, loaded
 * only here. One sentence per problem; none when it is fine.
 */
export async function validateFully(emitter: Emitter, text: string): Promise<string[]> {
  const problems = emitter.validate(text);
  if (problems.length > 0) return problems;
  switch (emitter.id) {
    case 'toolhive': {
      const { policies } = ToolHiveFile.parse(valueOf(text)).cedar;
      return cedar((await import('../simulate/cedar.ts')).byId(policies));
    }
    case 'agentcore':
      return cedar(text);
    case 'agentgateway': {
      const { rules } = AgentGatewayFile.parse(valueOf(text)).mcpAuthorization;
      return cel(rules.flatMap((rule) => (typeof rule === 'string' ? [rule] : Object.values(rule))));
    }
    case 'envoy': {
      const { rules } = EnvoyFile.parse(valueOf(text)).spec.securityPolicy.authorization;
      return cel(rules.flatMap((rule) => (rule.cel === undefined ? [] : [rule.cel])));
    }
    default:
      return [];
  }
}

function valueOf(text: string): unknown {
  const parsed = parseYaml(text);
  return 'value' in parsed ? parsed.value : undefined;
}

async function cedar(policies: string | Record<string, string>): Promise<string[]> {
  const { cedarProblem } = await import('../simulate/cedar.ts');
  const problem = cedarProblem(policies);
  return problem === undefined ? [] : [`Cedar does not read it: ${problem}.`];
}

async function cel(sources: readonly string[]): Promise<string[]> {
  const [{ compile }, { UnreadablePolicy }] = await Promise.all([
    import('../simulate/cel.ts'),
    import('../simulate/unreadable.ts'),
  ]);
  return sources.flatMap((source) => {
    try {
      compile(source);
      return [];
    } catch (error) {
      if (!(error instanceof UnreadablePolicy)) throw error;
      return [error.message];
    }
  });
}
