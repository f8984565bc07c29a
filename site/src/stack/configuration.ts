/**
 * The servers in a client's configuration, reduced to what a look-up needs the moment it is parsed. Values of
 * environment variables, headers, arguments and queries are never copied out of it: they are its user's secrets.
 */
import {
  addressIn,
  commandWords,
  serverEntries,
  startsSomething,
} from '../../../catalogue/client-configuration.ts';
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

const MOST = 100;

/** The servers of a parsed configuration, in its order; none where it has none. Of a name that comes twice, the first. */
export function configuredServers(config: unknown): ConfiguredServer[] {
  const byName = new Map<string, Record<string, unknown>>();
  for (const { path, entry } of serverEntries(config)) {
    const name = path.at(-1)!;
    if (startsSomething(entry) && !byName.has(name)) byName.set(name, entry);
  }
  return [...byName].slice(0, MOST).map(([alias, entry]) => reduced(alias, entry));
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
  const address = addressIn(entry);
  return address === undefined ? undefined : remote(address);
}

/** Some addresses carry their user's key in the path, so people are shown the host alone. */
function remote(address: string): Reduced {
  const key = addressKey(address);
  return key ? { key: [key], shown: new URL(address).host } : { key: [], shown: 'an address' };
}

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
