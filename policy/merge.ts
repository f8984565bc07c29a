import { patch } from '@decimalturn/toml-patch';
import { applyEdits, findNodeAtLocation, modify, parseTree, type JSONPath, type Node } from 'jsonc-parser';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../catalogue/json.ts';
import { claudeName } from './emitters/claude-code.ts';
import { gooseName } from './emitters/goose.ts';
import { VSCODE_SETTING } from './emitters/vscode.ts';
import type { Emitter, Policy } from './emitter.ts';
import { parseJson, parseJsonc, parseYaml, readToml, tomlText, type Parsed } from './format.ts';
import { targetOf } from './read.ts';

/** Why an existing file is not written to. */
export class UnmergeableFile extends Error {}

/**
 * The existing file with the policies' rules in it: what belongs to these servers is replaced, all else stays as it
 * is, with its comments and its order. A file that holds nothing but the policy is replaced as a whole.
 * @throws UnmergeableFile when the file cannot be parsed, or is another program's
 */
export function merge(existing: string, emitter: Emitter, policies: readonly Policy[]): string {
  const emitted = emitter.emitStack ? emitter.emitStack(policies) : emitter.emit(policies[0]!);
  if (existing.trim() === '') return emitted;
  switch (emitter.id) {
    case 'claude-code':
    case 'cursor':
      return mergeJsonLists(
        existing,
        LISTS[emitter.id],
        valueOf(parseJson(emitted)),
        ownsEntry(emitter.id, policies),
      );
    case 'vscode':
      return mergeJsonMembers(existing, [VSCODE_SETTING], valueOf(parseJson(emitted)), ownsTool(policies));
    case 'zed':
      return mergeJsonMembers(
        existing,
        ['agent', 'tool_permissions', 'tools'],
        valueOf(parseJson(emitted)),
        (key) => policies.some(({ server }) => key.startsWith(`mcp:${server}:`)),
      );
    case 'codex':
      return mergeCodex(existing, valueOf(readToml(emitted)), policies);
    case 'goose':
      return mergeGoose(existing, valueOf(parseYaml(emitted)), policies);
    case 'litellm':
      return mergeLiteLlm(existing, valueOf(parseYaml(emitted)));
    default:
      return replaced(existing, emitter, emitted);
  }
}

function replaced(existing: string, emitter: Emitter, emitted: string): string {
  const found = targetOf(existing);
  if (found === emitter.id || (emitter.id === 'policylayer-arguments' && found === 'policylayer'))
    return emitted;
  throw new UnmergeableFile(
    found === undefined ? `it is no file of ${emitter.title} that can be read` : `it is a file for ${found}`,
  );
}

function valueOf(parsed: Parsed): JsonObject {
  if ('problem' in parsed) throw new UnmergeableFile(parsed.problem.replace(/\.$/, ''));
  if (parsed.value !== null && !isJsonObject(parsed.value))
    throw new UnmergeableFile('it holds no table of settings');
  return parsed.value ?? {};
}

const LISTS = {
  'claude-code': [
    ['permissions', 'allow'],
    ['permissions', 'ask'],
    ['permissions', 'deny'],
  ],
  cursor: [['mcpAllowlist']],
} satisfies Record<string, JSONPath[]>;

type Owns = (entry: string) => boolean;

/** Entries that speak of the policies' servers: of one of their tools, or of all of them. */
function ownsEntry(target: 'claude-code' | 'cursor', policies: readonly Policy[]): Owns {
  if (target === 'cursor') return (entry) => policies.some(({ server }) => entry.startsWith(`${server}:`));
  const prefixes = policies.map(({ server }) => claudeName(server, ''));
  return (entry) => prefixes.some((prefix) => entry.startsWith(prefix) || `${entry}__` === prefix);
}

function ownsTool(policies: readonly Policy[]): Owns {
  const tools = new Set(policies.flatMap(({ decisions }) => decisions.map(({ tool }) => tool)));
  return (key) => tools.has(key);
}

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

function edit(text: string, path: JSONPath, value: unknown, insert = false): string {
  return applyEdits(text, modify(text, path, value, { ...FORMAT, isArrayInsertion: insert }));
}

/** Lists of names: ours that are gone are taken out, new ones put at the end, the rest is not touched. */
function mergeJsonLists(
  existing: string,
  paths: readonly JSONPath[],
  emitted: JsonObject,
  owns: Owns,
): string {
  valueOf(parseJsonc(existing));
  return paths.reduce((text, path) => {
    const wanted = at(emitted, path);
    const names = Array.isArray(wanted) ? wanted : [];
    const list = node(text, path);
    if (!list) return names.length > 0 ? edit(text, path, names) : text;
    if (list.type !== 'array') throw new UnmergeableFile(`${path.join('.')} in it is no list`);
    const present = (list.children ?? []).map(({ value }) => value as Json);
    const gone = present.flatMap((name, i) =>
      typeof name === 'string' && owns(name) && !names.includes(name) ? [i] : [],
    );
    const kept = gone.reverse().reduce((next, i) => edit(next, [...path, i], undefined), text);
    const missing = names.filter((name) => !present.includes(name));
    return missing.reduce<string>((next, name) => edit(next, [...path, -1], name, true), kept);
  }, existing);
}

function mergeJsonMembers(existing: string, path: JSONPath, emitted: JsonObject, owns: Owns): string {
  valueOf(parseJsonc(existing));
  const wanted = at(emitted, path);
  const members = isJsonObject(wanted) ? wanted : {};
  const table = node(existing, path);
  if (table && table.type !== 'object') throw new UnmergeableFile(`${path.join('.')} in it is no table`);
  const present = (table?.children ?? []).map(({ children }) => String(children![0]!.value));
  const gone = present.filter((key) => owns(key) && !Object.hasOwn(members, key));
  const kept = gone.reduce((text, key) => edit(text, [...path, key], undefined), existing);
  return Object.entries(members).reduce((text, [key, value]) => edit(text, [...path, key], value), kept);
}

function node(text: string, path: JSONPath): Node | undefined {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  return tree && findNodeAtLocation(tree, path);
}

function at(value: Json, path: JSONPath): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, key) => (isJsonObject(found) ? found[key as string] : undefined),
    value,
  );
}

const CODEX_LISTS = ['enabled_tools', 'disabled_tools'];

/** Lists of tools in their server's table, and the tables of its tools at the end of the file. */
function mergeCodex(existing: string, emitted: JsonObject, policies: readonly Policy[]): string {
  const current = valueOf(readToml(existing));
  const ours = emitted.mcp_servers as Record<string, JsonObject>;
  const table = isJsonObject(current.mcp_servers) ? current.mcp_servers : {};
  const added: Record<string, JsonObject> = {};
  const servers = { ...table };
  for (const { server } of policies) {
    const { tools, ...lists } = ours[server]!;
    const found = table[server];
    if (isJsonObject(found)) {
      const others = Object.entries(found).filter(([key]) => key !== 'tools' && !CODEX_LISTS.includes(key));
      servers[server] = { ...Object.fromEntries(others), ...lists };
      if (tools) added[server] = { tools };
    } else added[server] = ours[server]!;
  }
  const patched = 'mcp_servers' in current ? patch(existing, { ...current, mcp_servers: servers }) : existing;
  const rest = Object.keys(added).length > 0 ? `\n${tomlText({ mcp_servers: added })}` : '';
  const merged = `${patched.replace(/\n*$/, '\n')}${rest}`;
  const check = readToml(merged);
  if ('problem' in check) throw new UnmergeableFile('its tables cannot be added to without rewriting it');
  return merged;
}

function mergeGoose(existing: string, emitted: JsonObject, policies: readonly Policy[]): string {
  const document = yamlDocument(existing);
  const prefixes = policies.map(({ server }) => gooseName(server, ''));
  const lists = emitted.user as Record<string, string[]>;
  for (const [list, names] of Object.entries(lists)) {
    const found = document.getIn(['user', list]);
    if (found === undefined || found === null) document.setIn(['user', list], document.createNode(names));
    else if (isSeq(found)) {
      const text = (item: unknown): string => String((item as { value?: unknown }).value);
      const owned = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix));
      found.items = found.items.filter((item) => !owned(text(item)) || names.includes(text(item)));
      const present = found.items.map(text);
      for (const name of names) if (!present.includes(name)) found.add(document.createNode(name));
    } else throw new UnmergeableFile(`user.${list} in it is no list`);
  }
  return document.toString({ lineWidth: 0 });
}

function mergeLiteLlm(existing: string, emitted: JsonObject): string {
  const document = yamlDocument(existing);
  for (const [server, lists] of Object.entries(emitted.mcp_servers as Record<string, JsonObject>)) {
    for (const [list, names] of Object.entries(lists))
      document.setIn(['mcp_servers', server, list], document.createNode(names));
  }
  return document.toString({ lineWidth: 0 });
}

function yamlDocument(existing: string): Document {
  const document = parseDocument(existing);
  const [error] = document.errors;
  if (error) throw new UnmergeableFile(`it is not YAML: ${error.message.split('\n')[0]}`);
  if (document.contents !== null && !isMap(document.contents))
    throw new UnmergeableFile('it holds no table of settings');
  return document;
}
