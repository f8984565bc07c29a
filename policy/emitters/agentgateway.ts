import { z } from 'zod';
import { celCondition, celLiteral } from '../cel.ts';
import { defineEmitter, type Served } from '../emitter.ts';
import { yamlProblems, yamlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';
import type { Requirement } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';

const Rule = z.union([
  z.string(),
  z.strictObject({ allow: z.string() }),
  z.strictObject({ deny: z.string() }),
  z.strictObject({ require: z.string() }),
]);

export const AgentGatewayFile = z.looseObject({
  mcpAuthorization: z.strictObject({ rules: z.array(Rule) }),
});

const condition = (requirement: Requirement): string | undefined =>
  celCondition(requirement, 'mcp.tool.arguments');

const target = {
  title: 'agentgateway',
  supports: { deny: true, ask: false, limit: false, arguments: true },
  hides: true,
  expresses: (requirement: Requirement) => condition(requirement) !== undefined,
  remarks: (resolved: readonly Resolved[]) => [
    'This goes under policies of the route. An error in a require rule denies: prompts and resources, which have no tool name, are denied too.',
    ...(resolved.some(({ requirements }) => requirements.length > 0)
      ? [
          'Where a version does not show arguments to these rules, it denies the tools whose arguments they ask about.',
        ]
      : []),
  ],
};

/** The server, where a file has only one, need not be named. */
type Named = Pick<Served, 'rules'> & { server?: string };

/** One condition that a call of an allowed tool meets, and one for each tool whose arguments matter. */
function requires(served: readonly Named[]): string[] {
  const open = served.map(({ server, rules }) => ({
    on: server === undefined ? '' : `mcp.tool.target == ${celLiteral(server)} && `,
    off: server === undefined ? '' : `mcp.tool.target != ${celLiteral(server)} || `,
    allowed: rules.filter(({ action, unnamed }) => action === 'allow' && !unnamed),
  }));
  const lists = open
    .filter(({ allowed }) => allowed.length > 0)
    .map(
      ({ on, allowed }) =>
        `${on}mcp.tool.name in [${allowed.map(({ tool }) => celLiteral(tool)).join(', ')}]`,
    );
  const listed = lists.length > 0 ? lists.join(' || ') : 'false';
  const byArguments = open.flatMap(({ off, allowed }) =>
    allowed
      .filter(({ requirements }) => requirements.length > 0)
      .map(
        ({ tool, requirements }) =>
          `${off}mcp.tool.name != ${celLiteral(tool)} || (${requirements.map(condition).join(' && ')})`,
      ),
  );
  return [listed, ...byArguments];
}

function text(served: readonly Named[]): string {
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  const rules = requires(served).map((require) => ({ require }));
  return comments('#', notes) + yamlText({ mcpAuthorization: { rules } });
}

export default defineEmitter({
  ...target,
  id: 'agentgateway',
  filename: 'config.yaml',
  mediaType: 'application/yaml',
  unlisted: 'denied',
  write: ({ rules }) => text([{ rules }]),
  writeStack: text,
  validate: (yaml) => yamlProblems(yaml, AgentGatewayFile),
  schema: AgentGatewayFile,
});
