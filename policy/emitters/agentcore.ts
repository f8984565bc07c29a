import { FRACTIONS, cedarAttribute, cedarCondition, cedarString, type CedarAccess } from '../cedar.ts';
import { defineEmitter, type Served } from '../emitter.ts';
import { comments, notesOf } from '../notes.ts';
import type { Requirement } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';

/** A policy that names an action must name its gateway, whose address only its owner knows. */
export const GATEWAY = 'arn:aws:bedrock-agentcore:REGION:ACCOUNT:gateway/GATEWAY';

const access = (argument: string): CedarAccess => cedarAttribute('context.input', argument);

const condition = (requirement: Requirement): string | undefined => cedarCondition(requirement, access);

/** AgentCore's name of a target's tool. */
export function agentCoreAction(server: string, tool: string): string {
  return `AgentCore::Action::${cedarString(`${server}___${tool}`)}`;
}

const target = {
  title: 'AgentCore',
  supports: { deny: true, ask: false, limit: false, arguments: true },
  hides: true,
  expresses: (requirement: Requirement) => condition(requirement) !== undefined,
  remarks: () => [
    `Replace ${GATEWAY} by the ARN of your gateway; the gateway's target must have the server's name here.`,
    'What no policy permits is denied.',
    FRACTIONS,
  ],
};

function rule(server: string, { tool, action, requirements }: Resolved): string {
  const gateway = `resource == AgentCore::Gateway::${cedarString(GATEWAY)}`;
  const scope = `principal, action == ${agentCoreAction(server, tool)}, ${gateway}`;
  if (action === 'deny' || action === 'hide') return `forbid(${scope});\n`;
  if (requirements.length === 0) return `permit(${scope});\n`;
  const lines = requirements.map((requirement) => `  ${condition(requirement)}`);
  return `permit(${scope})\nwhen {\n${lines.join(' &&\n')}\n};\n`;
}

function writeStack(served: readonly Served[]): string {
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  const named = served.flatMap(({ server, rules }) =>
    rules.filter(({ unnamed }) => !unnamed).map((found) => rule(server, found)),
  );
  return comments('//', notes) + named.join('');
}

/** The brackets and quotes of Cedar; `policy/validators/cedar.ts` has Cedar's own parser, which is too slow to load here. */
function validate(text: string): string[] {
  const code = text.replace(/\/\/[^\n]*|"(?:[^"\\]|\\[^])*"/g, '""');
  const statements = code.split(';').map((statement) => statement.replaceAll('""', '').trim());
  const rest = statements.pop();
  const problems = statements
    .filter((statement) => !/^(?:permit|forbid)\s*\([^]*\)(?:\s*when\s*\{[^]*\})?$/.test(statement))
    .map((statement) => `Not a Cedar policy: ${statement.slice(0, 60)}.`);
  return rest === '' ? problems : [...problems, 'The last policy does not end with a semicolon.'];
}

export default defineEmitter({
  ...target,
  id: 'agentcore',
  filename: 'policy.cedar',
  mediaType: 'text/plain',
  unlisted: 'denied',
  write: (served) => writeStack([served]),
  writeStack,
  validate,
});
