/** What the files of gateways say, tool by tool. */
import type { Json } from '../../catalogue/json.ts';
import { asList, asObject, listed, type Members, type ReadRule } from './shape.ts';

export function policyLayer(file: Members): ReadRule[] {
  const tools = Object.entries(asObject(file.tools)).map(([tool, rules]) => ({
    tool,
    says: policyLayerSays(asObject(rules)),
    at: `tools.${tool}`,
  }));
  return [...listed(file.hide, 'hidden', 'hide'), ...tools];
}

function policyLayerSays({ require, deny_if, limits }: Members): string {
  const denies = asList(deny_if).map(asObject);
  const always = denies.find(({ conditions }) => asList(conditions).length === 0);
  if (always) return `always denied (${String(always.on_deny)})`;
  const parts = [
    ...asList(require).map((rule) => `only when ${JSON.stringify(asObject(rule).conditions)}`),
    ...denies.map(({ conditions }) => `denied when ${asList(conditions).map(conditionSays).join(' and ')}`),
    ...asList(limits)
      .map(asObject)
      .map(({ max, window }) => `at most ${String(max)} a ${String(window)}`),
  ];
  return parts.length > 0 ? `allowed, ${parts.join(', ')}` : 'allowed';
}

function conditionSays(condition: Json): string {
  const { path, op, value } = asObject(condition);
  return `${String(path)} ${String(op)} ${JSON.stringify(value)}`;
}

export function intercept(file: Members): ReadRule[] {
  const tools = Object.entries(asObject(file.tools)).map(([tool, entry]) => ({
    tool,
    says: interceptSays(asList(asObject(entry).rules).map(asObject)),
    at: `tools.${tool}`,
    ...(tool === '*' ? { pattern: true as const } : {}),
  }));
  return [...listed(file.hide, 'hidden', 'hide'), ...tools];
}

function interceptSays(rules: readonly Members[]): string {
  if (rules.some(({ action }) => action === 'deny')) return 'always denied';
  const parts = rules.map(({ rate_limit, conditions }) =>
    typeof rate_limit === 'string'
      ? `at most ${rate_limit.replace('/', ' a ')}`
      : `only when ${asList(conditions).map(conditionSays).join(' and ')}`,
  );
  return parts.length > 0 ? `allowed, ${parts.join(', ')}` : 'allowed';
}

/** Names in Cedar's statements: the tool after `Tool::` or `server___`, and what the statement does. */
export function cedar(statements: readonly string[]): ReadRule[] {
  return statements.flatMap((statement, i) => {
    const effect = /\b(permit|forbid)\s*\(/.exec(statement)?.[1];
    const when = /\bwhen\s*\{([^]*)\}/.exec(statement)?.[1];
    const says = `${effect === 'permit' ? 'permitted' : 'forbidden'}${when ? ` when ${when.trim().replace(/\s+/g, ' ')}` : ''}`;
    const names = [...statement.matchAll(/(?:\bTool|AgentCore::Action)::"((?:[^"\\]|\\[^])*)"/g)];
    return names.map(([, name]) => {
      const [server, tool] = splitName(
        JSON.parse(`"${name!.replace(/\\u\{([0-9a-f]+)\}/g, uEscape)}"`) as string,
      );
      return { ...(server === undefined ? {} : { server }), tool, says, at: `policies[${i}]` };
    });
  });
}

const uEscape = (_: string, hex: string): string =>
  JSON.stringify(String.fromCodePoint(parseInt(hex, 16))).slice(1, -1);

function splitName(name: string): [string | undefined, string] {
  const at = name.indexOf('___');
  return at < 0 ? [undefined, name] : [name.slice(0, at), name.slice(at + 3)];
}

export function agentGateway(file: Members): ReadRule[] {
  return asList(asObject(file.mcpAuthorization).rules).flatMap((rule, i) => {
    const [kind, source] =
      typeof rule === 'string' ? ['allow', rule] : (Object.entries(asObject(rule))[0] ?? ['', '']);
    const names = celNames(String(source));
    return names.map((tool) => ({
      tool,
      says: `${kind} ${String(source)}`.slice(0, 300),
      at: `mcpAuthorization.rules[${i}]`,
    }));
  });
}

/** The tool names that a CEL expression compares with. */
function celNames(source: string): string[] {
  const text = /"(?:[^"\\]|\\.)*"/g;
  const compared = [
    ...source.matchAll(/mcp\.tool\.name\s*(?:[!=]=\s*("(?:[^"\\]|\\.)*")|in\s*\[([^\]]*)\])/g),
  ];
  const names = compared.flatMap(([, one, many]) => (one ? [one] : (many?.match(text) ?? [])));
  return [...new Set(names.map((name) => JSON.parse(name.replace(/\\U([0-9a-f]{8})/g, uEscape)) as string))];
}

export function envoy(file: Members): ReadRule[] {
  const spec = asObject(file.spec);
  const excluded = asList(spec.backendRefs)
    .map(asObject)
    .flatMap(({ name, toolSelector }, i) =>
      listed(asObject(toolSelector).exclude, 'left out', `spec.backendRefs[${i}].toolSelector.exclude`).map(
        (rule) => ({
          ...rule,
          server: String(name),
        }),
      ),
    );
  const authorization = asObject(asObject(spec.securityPolicy).authorization);
  const rules = asList(authorization.rules)
    .map(asObject)
    .flatMap(({ action, target, cel }, i) =>
      asList(asObject(target).tools)
        .map(asObject)
        .map(({ backend, tool }) => ({
          server: String(backend),
          tool: String(tool),
          says: `${String(action ?? 'Allow')}${cel === undefined ? '' : ` when ${String(cel)}`}`,
          at: `spec.securityPolicy.authorization.rules[${i}]`,
        })),
    );
  return [...excluded, ...rules];
}

export function docker(text: string): ReadRule[] {
  return [...text.matchAll(/--tools=([^:\s']+):([^\s']+)/g)].map(([word, server, tool]) => ({
    server: server!,
    tool: tool!,
    says: 'allowed',
    at: word,
    ...(tool!.includes('*') ? { pattern: true as const } : {}),
  }));
}

export function agentGovernance(file: Members): ReadRule[] {
  return asList(file.rules)
    .map(asObject)
    .map(({ tool, action, rate_limit }, i) => {
      const { requests, per } = asObject(rate_limit);
      const limit = requests === undefined ? '' : `, at most ${String(requests)} a ${String(per)}`;
      return {
        tool: String(tool),
        says: `${String(action)}${limit}`,
        at: `rules[${i}]`,
        ...(/[*?]/.test(String(tool)) ? { pattern: true as const } : {}),
      };
    });
}
