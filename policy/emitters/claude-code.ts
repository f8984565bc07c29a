import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, filled, jsonProblems, jsonText, namesOf } from '../format.ts';

const Rules = z.array(z.string());

/** The part of `.claude/settings.json` that holds permissions, after its published documentation. */
export const ClaudeCodeFile = z.looseObject({
  permissions: z.looseObject({ allow: Rules.optional(), ask: Rules.optional(), deny: Rules.optional() }),
});

/** The name that Claude Code gives an MCP tool: what is not a letter, digit, `_` or `-` becomes `_`. */
export function claudeName(server: string, tool: string): string {
  const plain = (text: string): string => text.replace(/[^a-zA-Z0-9_-]/g, '_');
  return `mcp__${plain(server)}__${plain(tool)}`;
}

function writeStack(served: readonly Served[]): string {
  const named = byTargetName(
    served.flatMap(({ server, rules }) =>
      rules.map((rule) => ({ ...rule, tool: claudeName(server, rule.tool) })),
    ),
    (name) => name,
  );
  const permissions = filled({
    allow: namesOf(named, ['allow']),
    ask: namesOf(named, ['ask']),
    deny: namesOf(named, ['deny']),
  });
  return jsonText({ permissions });
}

export default defineEmitter({
  id: 'claude-code',
  title: 'Claude Code',
  supports: { deny: true, ask: true, limit: false, arguments: false },
  aliasOf: (server) => claudeName(server, ''),
  filename: '.claude/settings.json',
  mediaType: 'application/json',
  unlisted: 'asked',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => jsonProblems(text, ClaudeCodeFile),
  schema: ClaudeCodeFile,
});
