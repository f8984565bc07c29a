import { isJsonObject, type Json } from '../catalogue/json.ts';
import {
  agentGateway,
  agentGovernance,
  cedar,
  docker,
  envoy,
  intercept,
  policyLayer,
} from './reading/gateways.ts';
import { claudeCode, codex, cursor, gemini, goose, openAi, zed } from './reading/clients.ts';
import { asList, asNames, asObject, listed, served, type Members, type ReadRule } from './reading/shape.ts';
import { parseJsonc, parseYaml, readToml, type Parsed } from './format.ts';

export type { ReadRule } from './reading/shape.ts';

/** A policy file, taken apart: what it says of each tool, and of those that it does not name. */
export interface Reading {
  target: string;
  rules: ReadRule[];
  /** What happens to tools that are not named, in words. */
  otherwise: string;
}

/** How a target's file is parsed and told apart, and what it says. */
interface Reader {
  parse: (text: string) => Parsed;
  fits: (value: Json) => boolean;
  rules: (value: never) => ReadRule[];
  otherwise: (value: never) => string;
}

const has =
  (...keys: string[]) =>
  (value: Json): boolean =>
    keys.every((key) => isJsonObject(value) && key in value);
const plain = (text: string): Parsed => ({ value: text });
const reader = (entry: Reader): Reader => entry;

/** In the order in which a file is tried against them. */
export const READERS: Record<string, Reader> = {
  'claude-code': reader({
    parse: parseJsonc,
    fits: has('permissions'),
    rules: claudeCode,
    otherwise: () => 'asked about',
  }),
  vscode: reader({
    parse: parseJsonc,
    fits: has('chat.tools.eligibleForAutoApproval'),
    rules: (file: Members) =>
      Object.entries(asObject(file['chat.tools.eligibleForAutoApproval'])).map(([tool, eligible]) => ({
        tool,
        says: eligible === false ? 'asked about' : 'may be approved without asking',
        at: tool,
      })),
    otherwise: () => "as the user's settings say",
  }),
  cursor: reader({
    parse: parseJsonc,
    fits: has('mcpAllowlist'),
    rules: cursor,
    otherwise: () => 'asked about',
  }),
  zed: reader({
    parse: parseJsonc,
    fits: (value) => isJsonObject(value) && isJsonObject(value.agent) && 'tool_permissions' in value.agent,
    rules: zed,
    otherwise: () => "as the agent's default says",
  }),
  openai: reader({
    parse: parseJsonc,
    fits: (value) =>
      asList(Array.isArray(value) ? value : [value]).some((tool) => asObject(tool).type === 'mcp'),
    rules: openAi,
    otherwise: () => 'not offered',
  }),
  policylayer: reader({
    parse: parseJsonc,
    fits: has('version', 'default'),
    rules: policyLayer,
    otherwise: (file: Members) => (file.default === 'deny' ? 'denied' : 'allowed'),
  }),
  codex: reader({
    parse: readToml,
    fits: has('mcp_servers'),
    rules: (file: Members) => served(file.mcp_servers, codex),
    otherwise: () => 'not enabled',
  }),
  gemini: reader({
    parse: readToml,
    fits: has('rule'),
    rules: gemini,
    otherwise: () => "as Gemini CLI's own rules say",
  }),
  agentcore: reader({
    parse: plain,
    fits: (value) =>
      typeof value === 'string' && /^\s*(?:permit|forbid)\s*\(/m.test(value) && !/^\s*type:/m.test(value),
    rules: (text: string) => cedar(text.split(/;\s*$/m)),
    otherwise: () => 'denied',
  }),
  docker: reader({
    parse: plain,
    fits: (value) => typeof value === 'string' && value.includes('docker mcp gateway run'),
    rules: docker,
    otherwise: () => 'not offered',
  }),
  envoy: reader({
    parse: parseYaml,
    fits: (value) => asObject(value).kind === 'MCPRoute',
    rules: envoy,
    otherwise: () => 'as the default action says',
  }),
  toolhive: reader({
    parse: parseYaml,
    fits: (value) => asObject(value).type === 'cedarv1',
    rules: (file: Members) => cedar(asNames(asObject(file.cedar).policies)),
    otherwise: () => 'denied',
  }),
  agentgateway: reader({
    parse: parseYaml,
    fits: has('mcpAuthorization'),
    rules: agentGateway,
    otherwise: () => 'denied where a require rule lists the tools',
  }),
  litellm: reader({
    parse: parseYaml,
    fits: has('mcp_servers'),
    rules: (file: Members) =>
      served(file.mcp_servers, ({ allowed_tools, disallowed_tools }, name) => [
        ...listed(allowed_tools, 'allowed', `mcp_servers.${name}.allowed_tools`),
        ...listed(disallowed_tools, 'denied', `mcp_servers.${name}.disallowed_tools`),
      ]),
    otherwise: () => 'denied where tools are listed as allowed',
  }),
  'agent-governance': reader({
    parse: parseYaml,
    fits: has('default_action'),
    rules: agentGovernance,
    otherwise: (file: Members) => (file.default_action === 'deny' ? 'denied' : 'allowed'),
  }),
  goose: reader({
    parse: parseYaml,
    fits: has('user'),
    rules: goose,
    otherwise: () => "as Goose's mode says",
  }),
  intercept: reader({
    parse: parseYaml,
    fits: has('version', 'tools'),
    rules: intercept,
    otherwise: (file: Members) => (file.default === 'deny' ? 'denied' : 'allowed'),
  }),
};

/** Whose file a text is, or undefined where it is none that we know. */
export function targetOf(text: string): string | undefined {
  return Object.keys(READERS).find((id) => {
    const parsed = READERS[id]!.parse(text);
    return 'value' in parsed && READERS[id]!.fits(parsed.value as Json);
  });
}

/** What a target's file says, or why it cannot be read. */
export function readPolicy(text: string, target: string): Reading | { problem: string } {
  const reader = READERS[target]!;
  const parsed = reader.parse(text);
  if ('problem' in parsed) return parsed;
  if (!reader.fits(parsed.value as Json)) return { problem: `It is no file for ${target}.` };
  return {
    target,
    rules: reader.rules(parsed.value as never),
    otherwise: reader.otherwise(parsed.value as never),
  };
}
