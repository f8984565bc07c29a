import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, filled, namesOf, tomlProblems, tomlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';

export const CODEX_APPROVALS = ['auto', 'prompt', 'writes', 'approve'] as const;

/** The part of Codex's `config.toml` that holds MCP servers. */
export const CodexFile = z.looseObject({
  mcp_servers: z.record(
    z.string(),
    z.looseObject({
      enabled_tools: z.array(z.string()).optional(),
      disabled_tools: z.array(z.string()).optional(),
      tools: z
        .record(z.string(), z.looseObject({ approval_mode: z.enum(CODEX_APPROVALS).optional() }))
        .optional(),
    }),
  ),
});

const target = {
  title: 'Codex CLI',
  supports: { deny: true, ask: true, limit: false, arguments: false },
  hides: true,
  remarks: () => ['Codex reads this beside the command or url of the server that is already in the file.'],
};

function writeStack(served: readonly Served[]): string {
  const servers = served.map(({ server, rules }) => {
    const named = byTargetName(rules, (tool) => tool);
    const approvals = [...named].flatMap(([tool, { action }]) =>
      action === 'allow' || action === 'ask'
        ? [[tool, { approval_mode: action === 'allow' ? 'approve' : 'prompt' }] as const]
        : [],
    );
    const lists = {
      // Given even when empty: it is what keeps tools out that are not named.
      enabled_tools: namesOf(named, ['allow', 'ask']),
      ...filled({ disabled_tools: namesOf(named, ['deny', 'hide']) }),
    };
    const tools = approvals.length > 0 ? { tools: Object.fromEntries(approvals) } : {};
    return [server, { ...lists, ...tools }] as const;
  });
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  return comments('#', notes) + tomlText({ mcp_servers: Object.fromEntries(servers) });
}

export default defineEmitter({
  ...target,
  id: 'codex',
  filename: 'config.toml',
  mediaType: 'application/toml',
  unlisted: 'denied',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => tomlProblems(text, CodexFile),
  schema: CodexFile,
});
