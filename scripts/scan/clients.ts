/** Which client keeps its MCP servers in which file, below a repository's folder or a user's home. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Clients whose configuration a scan knows. */
export const CLIENTS = [
  'claude-code',
  'claude-desktop',
  'vscode',
  'cursor',
  'codex',
  'gemini',
  'zed',
  'goose',
  'windsurf',
  'other',
] as const;
export type Client = (typeof CLIENTS)[number];

/** The target of `toolrisk policy` that a client reads; a client without rules of its own gets the neutral one. */
export const TARGET_OF: Record<Client, string> = {
  'claude-code': 'claude-code',
  'claude-desktop': 'policylayer',
  vscode: 'vscode',
  cursor: 'cursor',
  codex: 'codex',
  gemini: 'gemini',
  zed: 'zed',
  goose: 'goose',
  windsurf: 'policylayer',
  other: 'policylayer',
};

/** A place where a client looks. `depth` is how many folders lie between it and the folder that it belongs to. */
interface KnownPlace {
  client: Client;
  path: string;
}

/** Places in a repository or a home, each by its path below that folder. */
const PLACES: readonly KnownPlace[] = [
  { client: 'claude-code', path: '.mcp.json' },
  { client: 'claude-code', path: '.claude.json' },
  { client: 'vscode', path: '.vscode/mcp.json' },
  { client: 'vscode', path: '.vscode/settings.json' },
  { client: 'vscode', path: '.config/Code/User/mcp.json' },
  { client: 'vscode', path: 'Library/Application Support/Code/User/mcp.json' },
  { client: 'vscode', path: 'AppData/Roaming/Code/User/mcp.json' },
  { client: 'cursor', path: '.cursor/mcp.json' },
  { client: 'codex', path: '.codex/config.toml' },
  { client: 'gemini', path: '.gemini/settings.json' },
  { client: 'zed', path: '.zed/settings.json' },
  { client: 'zed', path: '.config/zed/settings.json' },
  { client: 'goose', path: '.goose/config.yaml' },
  { client: 'goose', path: '.config/goose/config.yaml' },
  { client: 'goose', path: 'AppData/Roaming/Block/goose/config/config.yaml' },
  { client: 'windsurf', path: '.windsurf/mcp.json' },
  { client: 'windsurf', path: '.codeium/windsurf/mcp_config.json' },
  { client: 'claude-desktop', path: 'claude_desktop_config.json' },
  { client: 'claude-desktop', path: '.config/Claude/claude_desktop_config.json' },
  { client: 'claude-desktop', path: 'Library/Application Support/Claude/claude_desktop_config.json' },
  { client: 'claude-desktop', path: 'AppData/Roaming/Claude/claude_desktop_config.json' },
];

/** A configuration to read, and the folder from which its client starts commands. */
export interface FoundFile {
  file: string;
  client: Client;
  folder: string;
  /** Whether it was found, not named: then it may have no servers. */
  found: boolean;
}

/** The configurations of a folder, or the one file that is named. @throws Error of the system for a folder that may not be read */
export function findConfigurations(path: string): FoundFile[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [named(path)];
  // To one who may not look, nothing is there: that would be a pass of what nobody has seen.
  accessSync(path, constants.R_OK | constants.X_OK);
  return PLACES.map(({ client, path: below }) => ({
    ...{ file: join(path, below), client, found: true },
    folder: resolve(path),
  })).filter(({ file }) => existsSync(file));
}

/** A file is taken for what it would be if its folder were a repository or a home. */
function named(path: string): FoundFile {
  const full = resolve(path);
  const place = PLACES.filter(({ path: below }) => full.replaceAll('\\', '/').endsWith(`/${below}`)).sort(
    (a, b) => b.path.length - a.path.length,
  )[0];
  const levels = place?.path.split('/').length ?? 1;
  const folder = Array.from({ length: levels }).reduce<string>((at) => dirname(at), full);
  return { file: path, client: place?.client ?? clientByName(full), folder, found: false };
}

function clientByName(path: string): Client {
  return basename(path) === 'mcp.json' ? 'cursor' : 'other';
}

/** The places that are looked at, for the sentence that says that nothing was found. */
export const KNOWN_PATHS: readonly string[] = PLACES.map(({ path }) => path);
