/** How MCP clients write their servers down: where in a file they stand, and what an entry says. */
import { isJsonObject } from './json.ts';

/** Where clients keep their servers, by the path of members that leads to them. */
const PLACES: readonly (readonly string[])[] = [
  ['mcpServers'], // Claude, Cursor, Gemini, Windsurf and most others
  ['servers'], // VS Code's mcp.json
  ['mcp', 'servers'], // VS Code's settings
  ['mcp'], // OpenCode
  ['context_servers'], // Zed
  ['mcp_servers'], // Codex
  ['extensions'], // Goose
];

const ADDRESS_MEMBERS = ['url', 'httpUrl', 'serverUrl', 'uri'] as const;

const START_MEMBERS = ['command', 'cmd', ...ADDRESS_MEMBERS];

/** One server of a configuration, as its user wrote it, credentials and all. */
export interface ServerEntry {
  /** The members that lead to it; the last is the name under which the client knows it. */
  path: string[];
  entry: Record<string, unknown>;
}

/**
 * The entries at every place where some client looks, and those of each project of Claude Code's. A file may have
 * several such places, and which of them counts depends on who reads it.
 */
export function serverEntries(config: unknown): ServerEntry[] {
  const projects =
    isJsonObject(config) && isJsonObject(config['projects']) ? Object.keys(config['projects']) : [];
  const places = [...PLACES, ...projects.map((project) => ['projects', project, 'mcpServers'])];
  return places.flatMap((place) => entriesAt(config, place));
}

function entriesAt(config: unknown, place: readonly string[]): ServerEntry[] {
  const table = memberAt(config, place);
  if (!isJsonObject(table)) return [];
  return Object.entries(table as Record<string, unknown>)
    .filter((pair): pair is [string, Record<string, unknown>] => isJsonObject(pair[1]))
    .map(([name, entry]) => ({ path: [...place, name], entry }));
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/** Whether an entry names a command or an address. */
export function startsSomething(entry: Record<string, unknown>): boolean {
  return START_MEMBERS.some((key) => Object.hasOwn(entry, key));
}

/** The address of a remote server, where an entry has one. */
export function addressIn(entry: Record<string, unknown>): string | undefined {
  return ADDRESS_MEMBERS.map((key) => entry[key]).find((value) => typeof value === 'string');
}

/** An entry's command and its arguments: a word, a list of words, or (Zed's older form) an object with a path. */
export function commandWords(entry: Record<string, unknown>): string[] {
  const { command, cmd } = entry;
  const args = strings(entry['args']);
  if (Array.isArray(command)) return [...strings(command), ...args];
  if (isJsonObject(command)) return [...strings([command['path']]), ...strings(command['args'])];
  return [...strings([command ?? cmd]), ...args];
}

/** The strings of a list; none where it is no list. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];
}
