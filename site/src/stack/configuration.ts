/**
 * The servers in a client's configuration, reduced to what a look-up needs the moment it is parsed. Values of
 * environment variables, headers, arguments and queries are never copied out of it: they are its user's secrets.
 */
import { isJsonObject } from '../../../catalogue/json.ts';
import { addressKey, imageKey, nameKey, npmKey, pypiKey } from '../search/keys.ts';

/** One server of a configuration. */
export interface ConfiguredServer {
  /** The name under which the client knows it. */
  alias: string;
  /** What the index may know it by, the surest first. */
  keys: string[];
  /** What is started, for people: a package, an image, a host; never an argument. */
  shown: string;
}

/** Where clients keep their servers, by the path of members that leads to them. */
const PLACES = [
  ['mcpServers'], // Claude, Cursor, Gemini, Windsurf and most others
  ['servers'], // VS Code's mcp.json
  ['mcp', 'servers'], // VS Code's settings
  ['mcp'], // OpenCode
  ['context_servers'], // Zed
  ['mcp_servers'], // Codex
  ['extensions'], // Goose
];
const MEMBERS = ['command', 'cmd', 'url', 'httpUrl', 'serverUrl', 'uri'];
const ADDRESSES = ['url', 'httpUrl', 'serverUrl', 'uri'];
const MOST = 100;

/** The servers of a parsed configuration, in its order; none where it has none. Each name is given once. */
export function configuredServers(config: unknown): ConfiguredServer[] {
  const own = PLACES.map((path) => entriesAt(config, path)).find((entries) => entries.length > 0) ?? [];
  const byName = new Map([...entriesOfProjects(config), ...own]);
  return [...byName].slice(0, MOST).map(([alias, entry]) => reduced(alias, entry));
}

/** Claude Code keeps servers by project as well. */
function entriesOfProjects(config: unknown): Entry[] {
  const projects =
    isJsonObject(config) && isJsonObject(config.projects) ? Object.values(config.projects) : [];
  return projects.flatMap((project) => entriesAt(project, ['mcpServers']));
}

type Entry = [alias: string, entry: Record<string, unknown>];

function entriesAt(config: unknown, path: readonly string[]): Entry[] {
  let at = config;
  for (const key of path) at = isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  if (!isJsonObject(at)) return [];
  const entries = Object.entries(at as Record<string, unknown>);
  return entries.filter(
    (pair): pair is Entry =>
      isJsonObject(pair[1]) && MEMBERS.some((key) => Object.hasOwn(pair[1] as object, key)),
  );
}

function reduced(alias: string, entry: Record<string, unknown>): ConfiguredServer {
  const { key, shown } = addressOf(entry) ?? startedBy(commandWords(entry));
  const name = nameKey(alias);
  return { alias, keys: [...key, ...(name ? [name] : [])], shown };
}

interface Reduced {
  key: string[];
  shown: string;
}

function addressOf(entry: Record<string, unknown>): Reduced | undefined {
  const address = ADDRESSES.map((key) => entry[key]).find((value) => typeof value === 'string');
  return typeof address === 'string' ? remote(address) : undefined;
}

/** Some addresses carry their user's key in the path, so people are shown the host alone. */
function remote(address: string): Reduced {
  const key = addressKey(address);
  return key ? { key: [key], shown: new URL(address).host } : { key: [], shown: 'an address' };
}

/** A command is a word, a list of words, or (Zed's older form) an object with a path. */
function commandWords(entry: Record<string, unknown>): string[] {
  const { command, cmd, args } = entry;
  if (Array.isArray(command)) return [...strings(command), ...strings(args)];
  if (isJsonObject(command)) return [...strings([command.path]), ...strings(command.args)];
  return [...strings([command ?? cmd]), ...strings(args)];
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];

/** Runners whose first words are their own, such as `npm exec` or `uv tool run`. */
const VERBS: Record<string, readonly string[][]> = {
  npm: [['exec'], ['x']],
  pnpm: [['dlx']],
  yarn: [['dlx']],
  bun: [['x']],
  uv: [['tool', 'run'], ['x']],
  pipx: [['run']],
  docker: [['run']],
  podman: [['run']],
};
const NPM = new Set(['npx', 'bunx', 'pnpx', 'npm', 'pnpm', 'yarn', 'bun']);
const PYPI = new Set(['uvx', 'uv', 'pipx']);
const CONTAINERS = new Set(['docker', 'podman']);
/** Options that take the next word; of some that word is the package. */
const WITH_VALUE = new Set(
  '-p --package -c --call -w --workspace --registry --with --python --index-url --extra-index-url --directory'.split(
    ' ',
  ),
);
const PACKAGE_OPTIONS = new Set(['-p', '--package', '--from']);
const NPM_NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
const PYPI_NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;
const IMAGE = /^[a-z0-9][a-z0-9._-]*(?::\d+)?(?:\/[a-z0-9._-]+)+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

function startedBy([command = '', ...words]: readonly string[]): Reduced {
  const runner = command
    .replace(/^.*[\\/]/, '')
    .replace(/\.(?:exe|cmd|bat|ps1)$/i, '')
    .toLowerCase();
  if (runner === 'cmd' && words[0]?.toLowerCase() === '/c') return startedBy(words.slice(1));
  const verbs = VERBS[runner];
  const verb = verbs?.find((one) => one.every((word, i) => words[i] === word));
  const nothing = { key: [], shown: 'a command' };
  if (verbs && !verb) return nothing;
  const own = words.slice(verb?.length ?? 0);
  if (CONTAINERS.has(runner)) return container(own);
  if (NPM.has(runner)) return npm(own) ?? nothing;
  return (PYPI.has(runner) && pypi(own)) || nothing;
}

/** The package that a runner is told of, and the words behind it. */
function packageOf(words: readonly string[]): { name: string; rest: readonly string[] } | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [option = '', inline] = word.split(/=(.*)/s);
    if (PACKAGE_OPTIONS.has(option)) {
      const name = inline ?? words[at + 1];
      return name === undefined ? undefined : { name, rest: [] };
    }
    if (word === '--') continue;
    if (!word.startsWith('-')) return { name: word, rest: words.slice(at + 1) };
    if (WITH_VALUE.has(word)) at++;
  }
  return undefined;
}

function npm(words: readonly string[]): Reduced | undefined {
  const found = packageOf(words);
  const name = found?.name.replace(/(?<=.)@.*$/, '') ?? '';
  if (!found || !NPM_NAME.test(name)) return undefined;
  const address = found.rest.find((word) => /^https?:\/\//i.test(word));
  if (name === 'mcp-remote' && address !== undefined) return remote(address);
  return { key: [npmKey(name)], shown: `npm:${name}` };
}

function pypi(words: readonly string[]): Reduced | undefined {
  const name = packageOf(words)?.name.replace(/[[=<>~@].*$/s, '') ?? '';
  return PYPI_NAME.test(name) ? { key: [pypiKey(name)], shown: `pypi:${name}` } : undefined;
}

/** Options of container engines are too many to know: any word that can be an image is looked up as one. */
function container(words: readonly string[]): Reduced {
  const images = words.filter((word) => IMAGE.test(word));
  return { key: images.map(imageKey), shown: images.length === 1 ? `oci:${images[0]!}` : 'a container' };
}
