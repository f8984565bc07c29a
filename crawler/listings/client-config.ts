import { basename, extname } from 'node:path';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import {
  addressIn,
  commandWords,
  serverEntries,
  startsSomething,
  strings,
} from '../../catalogue/client-configuration.ts';
import { isJsonObject } from '../../catalogue/json.ts';
import { Listing, type Source } from '../../catalogue/records.ts';
import { ListingError } from './error.ts';
import { readText } from './read-text.ts';
import { idOf, merged } from './identity.ts';
import { startedBy, type Started } from './launch-words.ts';
import { plainUrl, withoutCredentials } from './withhold.ts';

const SIZE_LIMIT = 16 * 2 ** 20;

/** What a configuration gave: its servers, and the names of those that cannot be taken, with the reason. */
export type ClientServers = { listings: Listing[]; left: { name: string; reason: string }[] };

/**
 * The servers of a client's own configuration file: JSON with comments, TOML or YAML, by its ending. Takes no
 * value of an environment variable or header, for those are its user's credentials.
 * @throws ListingError when the file cannot be read or has no servers
 */
export function readClientConfig(file: string): ClientServers {
  return clientServers(readText(file, SIZE_LIMIT), file);
}

/** @param file the path that errors name and that says, by its ending, in which form `text` is */
export function clientServers(text: string, file: string): ClientServers {
  const servers = configuredServers(text, file);
  if (servers.length === 0) throw new ListingError('it configures no MCP servers', { file });
  const listings: Listing[] = [];
  const left: ClientServers['left'] = [];
  for (const { name, listing, entry } of servers) {
    if (isSwitchedOff(entry)) left.push({ name, reason: 'it is switched off' });
    else if (typeof listing === 'string') left.push({ name, reason: listing });
    else listings.push(listing);
  }
  return { listings: merged(listings), left };
}

/** Not every client heeds these words, so an entry that has them may be started all the same. */
const isSwitchedOff = (entry: Record<string, unknown>) =>
  entry['disabled'] === true || entry['enabled'] === false;

/** One entry of a configuration. `entry` is as its user wrote it, credentials and all: it is to be kept nowhere. */
export type ConfiguredServer = {
  name: string;
  /** The members that lead to the entry. */
  path: string[];
  entry: Record<string, unknown>;
  /** What can be crawled of it, or why nothing can. */
  listing: Listing | string;
};

/**
 * Every server that a configuration has, switched off or not; none where it has none.
 * @param file the path that errors name and that says, by its ending, in which form `text` is
 * @throws ListingError when the text cannot be parsed
 */
export function configuredServers(text: string, file: string): ConfiguredServer[] {
  const entries = serverEntries(parse(text, file)).filter(({ entry }) => looksLikeOne(entry));
  return entries.map(({ path, entry }) => {
    const name = path.at(-1) ?? '';
    return { name, path, entry, listing: listingOf(name, entry, file) };
  });
}

/** What names nothing to start, but says what it is, is one that cannot be taken. */
const looksLikeOne = (entry: Record<string, unknown>): boolean =>
  startsSomething(entry) || Object.hasOwn(entry, 'type') || Object.hasOwn(entry, 'source');

function parse(text: string, file: string): unknown {
  try {
    switch (extname(file).toLowerCase()) {
      case '.toml':
        return parseToml(text);
      case '.yaml':
      case '.yml':
        return yaml(text);
      default:
        return jsonc(text);
    }
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ListingError(`it cannot be read as what its name says it is (${reason})`, { file });
  }
}

function jsonc(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  if (errors[0] !== undefined) {
    const line = text.slice(0, errors[0].offset).split('\n').length;
    throw new SyntaxError(`not valid JSON at line ${line}`);
  }
  return value;
}

function yaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors[0] !== undefined) throw document.errors[0];
  return document.toJS({ maxAliasCount: 100 });
}

/** The listing of one entry, or why there can be none. */
function listingOf(name: string, entry: Record<string, unknown>, file: string): Listing | string {
  const started = remoteOf(entry) ?? localOf(entry);
  if (typeof started === 'string') return started;
  const listing = Listing.safeParse({
    id: idOf(name),
    name: name.trim() || 'unnamed',
    summary: `Configured as ${JSON.stringify(name)} in ${basename(file)}.`,
    publisher: 'unknown',
    tier: 'core',
    ...started,
    environment: variablesOf(entry).map((variable) => ({ name: variable, placeholder: 'placeholder' })),
    ...tokenOf(entry),
  });
  return listing.success ? listing.data : 'its command or address cannot be used';
}

type Start = Pick<Listing, 'source' | 'arguments' | 'placeholderArguments'>;

function remoteOf(entry: Record<string, unknown>): Start | undefined {
  const address = addressIn(entry);
  if (address === undefined) return undefined;
  const type = String(entry['type'] ?? entry['transport'] ?? (entry['httpUrl'] === undefined ? '' : 'http'));
  const source: Source = { type: 'remote', url: plainUrl(address), ...transportNamed(type) };
  return { source, arguments: [], placeholderArguments: [] };
}

function transportNamed(type: string): { transport?: 'sse' | 'streamable-http' } {
  if (type === 'sse') return { transport: 'sse' };
  return /^(?:streamable[-_]?)?http$/i.test(type) ? { transport: 'streamable-http' } : {};
}

function localOf(entry: Record<string, unknown>): Start | string {
  const started = startOf(entry);
  if (started === undefined) return 'it names neither a command nor an address';
  const { plain, placeholder } = withoutCredentials(started.arguments);
  const { source } = started;
  const kept = source.type === 'remote' ? { ...source, url: plainUrl(source.url) } : source;
  return { source: kept, arguments: plain, placeholderArguments: placeholder };
}

/** What an entry's command starts, with its arguments as its user wrote them, credentials and all. */
export function startOf(entry: Record<string, unknown>): Started | undefined {
  const [command, ...given] = commandWords(entry);
  if (command === undefined || command === '') return undefined;
  const { source, arguments: own } = startedBy(command, given);
  if (source.type === 'command') return { source, arguments: own };
  // A path of its user's is not there where a package is crawled; a command is run where it is configured.
  return { source, arguments: own.map((word) => word.replace(/^(?:~?\/|[A-Za-z]:\\).*/s, '{workspace}')) };
}

/** Names of the variables that an entry sets or passes on. */
function variablesOf(entry: Record<string, unknown>): string[] {
  const names = [...Object.keys(settingsOf(entry)), ...passedOn(entry)];
  return [...new Set(names)].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
}

/** The variables that an entry sets, with the values that its user wrote. */
export function settingsOf(entry: Record<string, unknown>): Record<string, unknown> {
  const { command } = entry;
  const tables = [
    entry['env'],
    entry['envs'],
    entry['environment'],
    isJsonObject(command) ? command['env'] : {},
  ];
  return Object.assign({}, ...tables.filter(isJsonObject)) as Record<string, unknown>;
}

/** Names of the variables that an entry passes on from its client's own environment. */
export function passedOn(entry: Record<string, unknown>): string[] {
  return [...strings(entry['env_keys']), ...strings(entry['env_vars'])];
}

/** Codex names the variable that holds a remote server's token. */
function tokenOf(entry: Record<string, unknown>): { tokenFrom?: string } {
  const name = entry['bearer_token_env_var'];
  return typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? { tokenFrom: name } : {};
}
