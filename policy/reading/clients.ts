/** What the files of clients say, tool by tool. */
import type { Json } from '../../catalogue/json.ts';
import { asList, asNames, asObject, listed, type Members, type ReadRule } from './shape.ts';

export function claudeCode(file: Members): ReadRule[] {
  const permissions = asObject(file.permissions);
  const says = { allow: 'allowed', ask: 'asked about', deny: 'denied' };
  return Object.entries(says).flatMap(([list, word]) =>
    listed(permissions[list], word, `permissions.${list}`).map((rule) => ({
      ...rule,
      ...(/^mcp__.+__[^*]+$/.test(rule.tool) ? {} : { pattern: true as const }),
    })),
  );
}

export function codex(server: Members, name: string): ReadRule[] {
  const at = `mcp_servers.${name}`;
  const modes = asObject(server.tools);
  const enabled = asNames(server.enabled_tools).map((tool, i) => ({
    tool,
    says: `enabled, approval ${String(asObject(modes[tool]).approval_mode ?? 'auto')}`,
    at: `${at}.enabled_tools[${i}]`,
  }));
  return [...enabled, ...listed(server.disabled_tools, 'disabled', `${at}.disabled_tools`)];
}

export function gemini(file: Members): ReadRule[] {
  return asList(file.rule)
    .map(asObject)
    .flatMap((rule, i) => {
      const names = typeof rule.toolName === 'string' ? [rule.toolName] : asNames(rule.toolName);
      const when =
        typeof rule.argsPattern === 'string' ? ` when its arguments match ${rule.argsPattern}` : '';
      return names.map((tool) => ({
        ...(typeof rule.mcpName === 'string' ? { server: rule.mcpName } : {}),
        tool,
        says: `${String(rule.decision)}${when} (priority ${String(rule.priority)})`,
        at: `rule[${i}]`,
        ...(tool.includes('*') || rule.mcpName === '*' ? { pattern: true as const } : {}),
      }));
    });
}

export function openAi(file: Json): ReadRule[] {
  return (Array.isArray(file) ? file : [file]).map(asObject).flatMap((tool) => {
    const never = asNames(asObject(asObject(tool.require_approval).never).tool_names);
    const server = String(tool.server_label);
    return asNames(tool.allowed_tools).map((name, i) => ({
      server,
      tool: name,
      says: never.includes(name) ? 'allowed' : 'asked about',
      at: `allowed_tools[${i}]`,
    }));
  });
}

export function cursor(file: Members): ReadRule[] {
  return listed(file.mcpAllowlist, 'allowed', 'mcpAllowlist').map((rule) => {
    const at = rule.tool.indexOf(':');
    const tool = rule.tool.slice(at + 1);
    return {
      ...rule,
      server: rule.tool.slice(0, at),
      tool,
      ...(rule.tool.includes('*') ? { pattern: true as const } : {}),
    };
  });
}

export function zed(file: Members): ReadRule[] {
  const tools = asObject(asObject(asObject(file.agent).tool_permissions).tools);
  return Object.entries(tools).flatMap(([name, entry]) => {
    const found = /^mcp:([^:]*):([^]*)$/.exec(name);
    return found
      ? [
          {
            server: found[1]!,
            tool: found[2]!,
            says: String(asObject(entry).default),
            at: `agent.tool_permissions.tools.${name}`,
          },
        ]
      : [];
  });
}

/** Names stay whole: an extension's own name may hold the two underscores that part it from the tool's. */
export function goose(file: Members): ReadRule[] {
  const user = asObject(file.user);
  const says = { always_allow: 'allowed', ask_before: 'asked about', never_allow: 'denied' };
  return Object.entries(says).flatMap(([list, word]) => listed(user[list], word, `user.${list}`));
}
