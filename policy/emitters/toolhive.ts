import { z } from 'zod';
import { FRACTIONS, cedarAttribute, cedarCondition, cedarString, type CedarAccess } from '../cedar.ts';
import { defineEmitter, type Served } from '../emitter.ts';
import { yamlProblems, yamlText } from '../format.ts';
import { comments, notesOf, printable } from '../notes.ts';
import type { Requirement } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';

export const ToolHiveFile = z.strictObject({
  version: z.string(),
  type: z.literal('cedarv1'),
  cedar: z.strictObject({ policies: z.array(z.string()), entities_json: z.string() }),
});

/** ToolHive gives simple arguments as `arg_<name>`; of lists and objects it only says that they are there. */
function access(argument: string): CedarAccess {
  const simple = cedarAttribute('resource', `arg_${argument}`);
  const complex = cedarAttribute('resource', `arg_${argument}_present`);
  return { present: `(${simple.present} || ${complex.present})`, value: simple.value };
}

const condition = (requirement: Requirement): string | undefined => cedarCondition(requirement, access);

const target = {
  title: 'ToolHive',
  supports: { deny: true, ask: false, limit: false, arguments: true },
  hides: true,
  expresses: (requirement: Requirement) => condition(requirement) !== undefined,
  remarks: () => ['What no policy permits is denied: prompts and resources too.', FRACTIONS],
};

function rule({ tool, action, requirements, because, shortfalls }: Resolved): string {
  const scope = `principal, action == Action::"call_tool", resource == Tool::${cedarString(tool)}`;
  if (action === 'deny' || action === 'hide')
    return shortfalls.length > 0 ? `forbid(${scope});` : `// ${printable(because)}\nforbid(${scope});`;
  if (requirements.length === 0) return `permit(${scope});`;
  return `permit(${scope}) when { ${requirements.map((requirement) => condition(requirement)).join(' && ')} };`;
}

function write({ rules }: Served): string {
  const policies = rules.filter(({ unnamed }) => !unnamed).map(rule);
  const file = { version: '1.0', type: 'cedarv1', cedar: { policies, entities_json: '[]' } };
  return comments('#', notesOf(target, rules)) + yamlText(file);
}

export default defineEmitter({
  ...target,
  id: 'toolhive',
  filename: 'authz.yaml',
  mediaType: 'application/yaml',
  unlisted: 'denied',
  write,
  validate: (text) => yamlProblems(text, ToolHiveFile),
  schema: ToolHiveFile,
});
