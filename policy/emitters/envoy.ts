import { z } from 'zod';
import { celCondition } from '../cel.ts';
import { defineEmitter, type Served } from '../emitter.ts';
import { filled, yamlProblems, yamlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';
import type { Requirement } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';

const ToolTarget = z.strictObject({ backend: z.string(), tool: z.string() });

const Rule = z.looseObject({
  action: z.enum(['Allow', 'Deny']).optional(),
  target: z.strictObject({ tools: z.array(ToolTarget).min(1) }).optional(),
  cel: z.string().optional(),
});

export const EnvoyFile = z.looseObject({
  apiVersion: z.string().startsWith('aigateway.envoyproxy.io/'),
  kind: z.literal('MCPRoute'),
  metadata: z.looseObject({ name: z.string().regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/) }),
  spec: z.looseObject({
    backendRefs: z.array(
      z.looseObject({
        name: z.string(),
        toolSelector: z
          .looseObject({ include: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() })
          .optional(),
      }),
    ),
    securityPolicy: z.looseObject({
      authorization: z.looseObject({ defaultAction: z.enum(['Allow', 'Deny']), rules: z.array(Rule) }),
    }),
  }),
});

const ARGUMENTS = 'request.mcp.params.arguments';
const condition = (requirement: Requirement): string | undefined => celCondition(requirement, ARGUMENTS);

/** A Kubernetes name made of the server's: lower case letters, digits and hyphens. */
export function backendName(server: string): string {
  return (
    server
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 63)
      .replace(/-+$/, '') || 'server'
  );
}

const target = {
  title: 'Envoy AI Gateway',
  aliasOf: backendName,
  supports: { deny: true, ask: false, limit: false, arguments: true },
  hides: true,
  expresses: (requirement: Requirement) => condition(requirement) !== undefined,
  remarks: () => ['Add the parentRefs of your gateway; the backends must have the names that stand here.'],
};

/**
 * An Allow rule whose expression fails does not match, and the default denies. Without arguments, as when tools are
 * listed, only a tool that may be called without any is allowed.
 */
function rules(backend: string, allowed: readonly Resolved[]): z.infer<typeof Rule>[] {
  const tools = (of: readonly Resolved[]): z.infer<typeof ToolTarget>[] =>
    of.map(({ tool }) => ({ backend, tool }));
  const plain = allowed.filter(({ requirements }) => requirements.length === 0);
  const byArguments = allowed.filter(({ requirements }) => requirements.length > 0);
  return [
    ...(plain.length > 0 ? [{ action: 'Allow' as const, target: { tools: tools(plain) } }] : []),
    ...byArguments.map((rule) => {
      const all = rule.requirements.map(condition).join(' && ');
      const optional = rule.requirements.every(({ required }) => !required);
      const cel = optional ? `!has(${ARGUMENTS}) || (${all})` : all;
      return { action: 'Allow' as const, target: { tools: tools([rule]) }, cel };
    }),
  ];
}

function writeStack(served: readonly Served[]): string {
  const named = served.map(({ server, rules }) => ({
    backend: backendName(server),
    rules: rules.filter(({ unnamed }) => !unnamed),
  }));
  const authorization = {
    defaultAction: 'Deny',
    rules: named.flatMap(({ backend, rules: found }) =>
      rules(
        backend,
        found.filter(({ action }) => action === 'allow'),
      ),
    ),
  };
  const backendRefs = named.map(({ backend, rules: found }) => {
    const exclude = found.filter(({ action }) => action !== 'allow').map(({ tool }) => tool);
    return { name: backend, ...(exclude.length > 0 ? { toolSelector: filled({ exclude }) } : {}) };
  });
  const file = {
    apiVersion: 'aigateway.envoyproxy.io/v1alpha1',
    kind: 'MCPRoute',
    metadata: { name: named.length === 1 ? named[0]!.backend : 'toolrisk' },
    spec: { backendRefs, securityPolicy: { authorization } },
  };
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  return comments('#', notes) + yamlText(file);
}

export default defineEmitter({
  ...target,
  id: 'envoy',
  filename: 'mcproute.yaml',
  mediaType: 'application/yaml',
  unlisted: 'denied',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => yamlProblems(text, EnvoyFile),
  schema: EnvoyFile,
});
