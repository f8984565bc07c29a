import { isJsonObject, type Json, type JsonObject } from '../catalogue/json.ts';
import { claudeName } from './emitters/claude-code.ts';
import { geminiName } from './emitters/gemini.ts';
import { gooseName } from './emitters/goose.ts';
import { openAiLabel } from './emitters/openai.ts';
import { NO_TOOL } from './emitters/litellm.ts';
import { backendName } from './emitters/envoy.ts';
import type { Emitter } from './emitter.ts';
import { READERS, readPolicy, type Reading, type ReadRule } from './read.ts';
import { validateFully } from './validators/index.ts';

export const LINT_CODES = [
  'unreadable',
  'unknown-key',
  'ignored-rule',
  'fails-open',
  'wide-pattern',
  'unknown-tool',
  'uncovered-tool',
] as const;
export type LintCode = (typeof LINT_CODES)[number];

export const LINT_MEANING: Record<LintCode, string> = {
  unreadable: 'the target refuses the file',
  'unknown-key': 'the target does not know the key and passes over it in silence',
  'ignored-rule': 'the target accepts the rule and never applies it',
  'fails-open': 'an error in the rule lets the call through',
  'wide-pattern': 'a pattern catches tools that nobody named',
  'unknown-tool': 'no server has a tool of this name any more',
  'uncovered-tool': 'no rule names the tool',
};

export interface LintProblem {
  code: LintCode;
  /** Where it stands in the file; empty for the file as a whole. */
  at: string;
  message: string;
}

/** A server's present tools, under the name that the client knows it by. */
export interface KnownServer {
  server: string;
  tools: readonly string[];
}

/** What is wrong with a policy file: what its target refuses, and what it accepts and does not mean. */
export async function lint(
  text: string,
  emitter: Emitter,
  servers: readonly KnownServer[] = [],
): Promise<LintProblem[]> {
  const reading = readPolicy(text, emitter.id);
  if ('problem' in reading) return [{ code: 'unreadable', at: '', message: reading.problem }];
  const refused = (await validateFully(emitter, text)).map((message) => ({
    code: /unrecognized key/i.test(message) ? ('unknown-key' as const) : ('unreadable' as const),
    at: '',
    message,
  }));
  const parsed = READERS[emitter.id]!.parse(text);
  const value = 'value' in parsed ? (parsed.value as Json) : null;
  return [
    ...refused,
    ...unknownKeys(value, emitter.id),
    ...(OWN[emitter.id]?.(reading, value) ?? []),
    ...widePatterns(reading),
    ...(servers.length > 0 ? againstTools(reading, servers) : []),
  ];
}

/** Keys that a target reads below a path of the file; `*` stands for any key. */
const KEYS: Record<string, Record<string, readonly string[]>> = {
  'claude-code': {
    permissions: [
      'allow',
      'ask',
      'deny',
      'defaultMode',
      'additionalDirectories',
      'disableBypassPermissionsMode',
    ],
  },
  codex: {
    'mcp_servers.*': [
      'command',
      'args',
      'env',
      'env_vars',
      'cwd',
      'url',
      'bearer_token_env_var',
      'http_headers',
      'env_http_headers',
      'enabled',
      'required',
      'startup_timeout_sec',
      'startup_timeout_ms',
      'tool_timeout_sec',
      'enabled_tools',
      'disabled_tools',
      'tools',
      'default_tools_approval_mode',
      'scopes',
    ],
    'mcp_servers.*.tools.*': ['approval_mode'],
  },
  zed: {
    'agent.tool_permissions': ['default', 'tools'],
    'agent.tool_permissions.tools.*': ['default', 'always_allow', 'always_deny', 'always_confirm'],
  },
  goose: { '*': ['always_allow', 'ask_before', 'never_allow'] },
  'agent-governance': {
    'rules.*': ['name', 'description', 'tool', 'action', 'rate_limit', 'conditions', 'priority', 'reason'],
  },
};

function unknownKeys(value: Json, target: string): LintProblem[] {
  return Object.entries(KEYS[target] ?? {}).flatMap(([path, keys]) =>
    at(value, path.split('.'), '').flatMap(({ object, where }) =>
      Object.keys(object)
        .filter((key) => !keys.includes(key))
        .map((key) => ({
          code: 'unknown-key' as const,
          at: `${where}.${key}`,
          message: `${key} is none of ${keys.join(', ')}.`,
        })),
    ),
  );
}

interface Located {
  object: JsonObject;
  where: string;
}

function at(value: Json | undefined, path: readonly string[], where: string): Located[] {
  const [step, ...rest] = path;
  if (step === undefined) return isJsonObject(value) ? [{ object: value, where }] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).filter(([key]) => step === '*' || step === key);
  return entries.flatMap(([key, member]) => at(member, rest, where === '' ? key : `${where}.${key}`));
}

type OwnLint = (reading: Reading, value: Json) => LintProblem[];

/** What each target accepts and ignores, beyond unknown keys. */
const OWN: Record<string, OwnLint | undefined> = {
  'claude-code': ({ rules }) => rules.flatMap(claudeProblem),
  gemini: ({ rules }) => rules.flatMap(geminiProblem),
  agentgateway: (_reading, value) => {
    const rules =
      isJsonObject(value) && isJsonObject(value.mcpAuthorization) ? value.mcpAuthorization.rules : [];
    return (Array.isArray(rules) ? rules : []).flatMap((rule, i) =>
      isJsonObject(rule) && 'deny' in rule
        ? [
            {
              code: 'fails-open',
              at: `mcpAuthorization.rules[${i}]`,
              message: 'A deny rule that fails to evaluate lets the call through; say it as require.',
            },
          ]
        : [],
    );
  },
  envoy: (_reading, value) =>
    at(value, ['spec', 'securityPolicy', 'authorization', 'rules', '*'], '').flatMap(({ object, where }) =>
      object.action === 'Deny' && typeof object.cel === 'string'
        ? [
            {
              code: 'fails-open',
              at: where,
              message: 'A Deny rule whose expression fails does not match; allow what is meant instead.',
            },
          ]
        : [],
    ),
  codex: (_reading, value) =>
    at(value, ['mcp_servers', '*'], '').flatMap(({ object, where }) => {
      const enabled = object.enabled_tools;
      const asked = isJsonObject(object.tools) ? Object.keys(object.tools) : [];
      return asked
        .filter((tool) => Array.isArray(enabled) && !enabled.includes(tool))
        .map((tool) => ({
          code: 'ignored-rule',
          at: `${where}.tools.${tool}`,
          message: 'The tool is not among enabled_tools, so its approval is never asked.',
        }));
    }),
};

function claudeProblem({ tool, at: where, says }: ReadRule): LintProblem[] {
  if (!tool.startsWith('mcp__') && !/^mcp[_:]/.test(tool)) return [];
  const ignored = (message: string): LintProblem[] => [{ code: 'ignored-rule', at: where, message }];
  if (tool.includes('('))
    return ignored(`${tool}: a rule for an MCP tool takes no arguments in parentheses.`);
  if (!tool.startsWith('mcp__')) return ignored(`${tool}: an MCP tool is written mcp__server__tool.`);
  const [server, ...rest] = tool.slice('mcp__'.length).split('__');
  if (server!.includes('*') && says === 'allowed')
    return ignored(`${tool}: an allow rule needs the server's name before any asterisk.`);
  const name = rest.join('__');
  if (name.includes('*') && name !== '*' && says === 'allowed')
    return ignored(`${tool}: only a whole tool name or a single asterisk is read after the server.`);
  return [];
}

function geminiProblem({ server, tool, at: where, says }: ReadRule): LintProblem[] {
  const ignored = (message: string): LintProblem => ({ code: 'ignored-rule', at: where, message });
  return [
    ...(server !== undefined && server !== '*' && server.includes('_')
      ? [ignored(`${server}: a server's alias with an underscore is split in the wrong place.`)]
      : []),
    ...(server === undefined && tool.includes('__')
      ? [ignored(`${tool}: the form server__tool is no longer read.`)]
      : []),
    ...(server === undefined && says.startsWith('allow') && tool === '*'
      ? [{ code: 'wide-pattern' as const, at: where, message: 'It allows every tool, built-in ones too.' }]
      : []),
  ];
}

/** Patterns that let tools through. Those that stop are what a default is for. */
function widePatterns({ rules, target }: Reading): LintProblem[] {
  const lets = /^(?:allow|approve|enabled|Allow|permitted)/;
  return rules
    .filter(
      ({ pattern, says, tool }) =>
        pattern && lets.test(says) && (target !== 'claude-code' || tool.startsWith('mcp__')),
    )
    .filter(({ tool }) => target !== 'intercept' || tool !== '*')
    .map(({ tool, at: where }) => ({
      code: 'wide-pattern',
      at: where,
      message: `${tool} also lets through tools that the server may add later.`,
    }));
}

/** Targets that write a server and its tool as one name. */
const JOINED: readonly string[] = ['claude-code', 'goose'];

/** How a target's file names a server's tool; the plain name where nothing else is said. */
function namesOf(target: string, server: string, tool: string): { server?: string; tool: string } {
  switch (target) {
    case 'claude-code':
      return { tool: claudeName(server, tool) };
    case 'gemini': {
      const { mcpName, toolName } = geminiName(server, tool);
      return mcpName === undefined ? { tool: toolName } : { server: mcpName, tool: toolName };
    }
    case 'goose':
      return { tool: gooseName(server, tool) };
    case 'envoy':
      return { server: backendName(server), tool };
    case 'openai':
      return { server: openAiLabel(server), tool };
    default:
      return { server, tool };
  }
}

function againstTools({ target, rules, otherwise }: Reading, servers: readonly KnownServer[]): LintProblem[] {
  const known = servers.flatMap(({ server, tools }) =>
    tools.map((tool) => ({ tool, as: namesOf(target, server, tool) })),
  );
  const same = (rule: ReadRule, as: { server?: string; tool: string }): boolean =>
    rule.tool === as.tool &&
    (rule.server === undefined || as.server === undefined || rule.server === as.server);
  const about = new Set(servers.map(({ server }) => namesOf(target, server, '').server));
  const mine = rules.filter(
    ({ pattern, server, tool }) =>
      !pattern &&
      !tool.startsWith(NO_TOOL) &&
      (server === undefined || about.has(server)) &&
      // Where the server is part of the name, its beginning says whose tool it is.
      (!JOINED.includes(target) ||
        servers.some((one) => tool.startsWith(namesOf(target, one.server, '').tool))),
  );
  return [
    ...mine
      .filter((rule) => !known.some(({ as }) => same(rule, as)))
      .map(({ tool, at: where }) => ({
        code: 'unknown-tool' as const,
        at: where,
        message: `No server has a tool called ${tool}.`,
      })),
    ...known
      .filter(({ as }) => !rules.some((rule) => same(rule, as)))
      .map(({ tool }) => ({
        code: 'uncovered-tool' as const,
        at: '',
        message: `No rule names ${tool}; it is ${otherwise}.`,
      })),
  ];
}
