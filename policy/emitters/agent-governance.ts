import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { yamlProblems, yamlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';

const Rule = z.looseObject({
  tool: z.string(),
  action: z.enum(['allow', 'deny']),
  rate_limit: z
    .strictObject({ requests: z.int().positive(), per: z.enum(['second', 'minute', 'hour', 'day']) })
    .optional(),
});

export const AgentGovernanceFile = z.looseObject({
  version: z.string(),
  name: z.string(),
  default_action: z.enum(['allow', 'deny']),
  rules: z.array(Rule),
});

const target = {
  title: 'Microsoft agent governance',
  // Its conditions are documented by name only, so none are written.
  supports: { deny: true, ask: false, limit: true, arguments: false },
  cannotName: (_server: string, tool: string) =>
    /[*?[\]]/.test(tool) ? 'an asterisk, question mark or bracket is read as a pattern' : undefined,
};

function write({ server, rules: resolved }: Served): string {
  const rules = resolved
    .filter(({ unnamed }) => !unnamed)
    .map(({ tool, action, limit }) => ({
      tool,
      action: action === 'allow' || action === 'limit' ? 'allow' : 'deny',
      ...(limit ? { rate_limit: { requests: limit.max, per: limit.window } } : {}),
    }));
  const file = { version: '1.0', name: `toolrisk-${server}`, default_action: 'deny', rules };
  return comments('#', notesOf(target, resolved)) + yamlText(file);
}

export default defineEmitter({
  ...target,
  id: 'agent-governance',
  filename: 'policy.yaml',
  mediaType: 'application/yaml',
  unlisted: 'denied',
  write,
  validate: (text) => yamlProblems(text, AgentGovernanceFile),
  schema: AgentGovernanceFile,
});
