import { z } from 'zod';
import { defineEmitter, type Policy } from '../emitter.ts';
import { byTargetName, filled, jsonProblems, jsonText, namesOf } from '../format.ts';
import { resolve } from '../resolve.ts';

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

const target = { supports: { deny: true, ask: true, limit: false, arguments: false } };

function emitStack(policies: readonly Policy[]): string {
  const named = byTargetName(
    policies.flatMap((policy) =>
      resolve(policy, target).map((rule) => ({ ...rule, tool: claudeName(policy.server, rule.tool) })),
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
  ...target,
  id: 'claude-code',
  title: 'Claude Code',
  aliasOf: (server) => claudeName(server, ''),
  filename: '.claude/settings.json',
  mediaType: 'application/json',
  unlisted: 'asked',
  emit: (policy) => emitStack([policy]),
  emitStack,
  validate: (text) => jsonProblems(text, ClaudeCodeFile),
  schema: ClaudeCodeFile,
});
