import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, tomlProblems, tomlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';
import { escapeRegex } from '../patterns.ts';
import type { Check, Requirement, Scalar } from '../requirement.ts';
import type { Resolved } from '../resolve.ts';

export const GEMINI_DECISIONS = ['allow', 'deny', 'ask_user'] as const;

const Rule = z.strictObject({
  mcpName: z.string().optional(),
  toolName: z.union([z.string(), z.array(z.string())]).optional(),
  argsPattern: z.string().optional(),
  decision: z.enum(GEMINI_DECISIONS),
  priority: z.int().min(0).max(999),
  denyMessage: z.string().optional(),
  modes: z.array(z.string()).optional(),
  interactive: z.boolean().optional(),
});

/** A file of `~/.gemini/policies/`. */
export const GeminiFile = z.strictObject({ rule: z.array(Rule) });
type GeminiRule = z.infer<typeof Rule>;

/** Gemini splits the name of a tool from its server's at the first underscore, so an alias has none. */
export function geminiAlias(server: string): string {
  return server.replace(/[^a-zA-Z0-9.:-]/g, '-');
}

/**
 * How a rule names a tool: by its server and its name, of which Gemini CLI makes `mcp_server_tool`. Where that is
 * longer than 63 characters it calls the tool by a shortened name, which only a rule without a server can give.
 */
export function geminiName(server: string, tool: string): { mcpName?: string; toolName: string } {
  const mcpName = geminiAlias(server);
  const toolName = tool.replace(/[^a-zA-Z0-9_\-.:]/g, '_');
  const full = `mcp_${mcpName}_${toolName}`;
  return full.length > 63 ? { toolName: `${full.slice(0, 30)}...${full.slice(-30)}` } : { mcpName, toolName };
}

/**
 * Patterns on the arguments' JSON of which none may match. It writes members sorted and without spaces; quotes inside
 * texts are escaped there, so `"name":` begins a member and nothing else.
 */
function stopPatterns({ argument, check, required }: Requirement): string[] | undefined {
  const patterns = valuePatterns(argument, check);
  // Members of the whole arguments stand after a NUL, which no text of JSON can hold.
  const absent = `^(?![\\s\\S]*\\x00${escapeRegex(JSON.stringify(argument))}:)`;
  return patterns && required ? [...patterns, absent] : patterns;
}

function valuePatterns(argument: string, check: Check): string[] | undefined {
  const member = `${escapeRegex(JSON.stringify(argument))}:`;
  const json = (value: Scalar): string => escapeRegex(JSON.stringify(value));
  const texts = (values: readonly Scalar[]): boolean => values.every((value) => typeof value !== 'number');
  switch (check.kind) {
    case 'none-of':
      if (!texts(check.values)) return undefined;
      return check.values.flatMap((value) => [
        member + json(value),
        ...(typeof value === 'boolean' ? [member + json(String(value))] : []),
      ]);
    case 'one-of': {
      if (!texts(check.values)) return undefined;
      const allowed = `(?:${check.values.map(json).join('|')})`;
      return [`${member}(?!${allowed})`];
    }
    case 'type':
      if (check.type === 'boolean') return [`${member}(?!true|false)`];
      return check.type === 'string' ? [`${member}(?!")`] : undefined;
    case 'under': {
      if (check.list || check.root.replace(/\/+$/, '') === '') return undefined;
      const root = json(check.root.replace(/\/+$/, '')).slice(0, -1);
      return [`${member}(?!${root}(?:/|"))`, `${member}"[^"]*(?:/\\.\\.?(?:/|")|\\\\|//)`];
    }
    case 'hosts':
      if (check.list || check.hosts.some((host) => host.startsWith('*'))) return undefined;
      return [`${member}(?!"https?://(?:${check.hosts.map(escapeRegex).join('|')})[/?#"])`];
    case 'range':
    case 'length':
    case 'items':
    case 'pattern':
    case 'inside':
      return undefined;
  }
}

const target = {
  title: 'Gemini CLI',
  aliasOf: geminiAlias,
  supports: { deny: true, ask: true, limit: false, arguments: true },
  hides: true,
  expresses: (requirement: Requirement) => stopPatterns(requirement) !== undefined,
  cannotName: (server: string, tool: string) =>
    server === '' || tool === '' ? 'an empty name is refused' : undefined,
  remarks: () => [
    'Gemini CLI matches rules by the alias of the server in its settings; an alias must have no underscore, so name the server there as it is named here.',
  ],
};

function rulesFor(server: string, { tool, action, requirements }: Resolved): GeminiRule[] {
  const rule = geminiName(server, tool);
  if (action === 'deny' || action === 'hide') return [{ ...rule, decision: 'deny', priority: 100 }];
  const stops = requirements.flatMap((requirement) =>
    stopPatterns(requirement)!.map((argsPattern) => ({
      ...rule,
      argsPattern,
      decision: 'deny' as const,
      priority: 200,
      denyMessage: `${requirement.because}.`,
    })),
  );
  return [...stops, { ...rule, decision: action === 'allow' ? 'allow' : 'ask_user', priority: 100 }];
}

function writeStack(served: readonly Served[]): string {
  const rule = served.flatMap(({ server, rules }) => [
    ...[...byTargetName(rules, (tool) => geminiName(server, tool).toolName).values()].flatMap((found) =>
      rulesFor(server, found),
    ),
    // Whatever else this server may offer one day; other servers are not this file's business.
    { mcpName: geminiAlias(server), toolName: '*', decision: 'deny', priority: 10 },
  ]);
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  return comments('#', notes) + tomlText({ rule });
}

export default defineEmitter({
  ...target,
  id: 'gemini',
  filename: 'toolrisk.toml',
  mediaType: 'application/toml',
  unlisted: 'denied',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => tomlProblems(text, GeminiFile),
  schema: GeminiFile,
});
