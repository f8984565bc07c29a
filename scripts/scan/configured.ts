/** The servers of several configurations, each once, with every place that brings it in and how it is started. */
import { isAbsolute, relative, resolve } from 'node:path';
import { startsSomething } from '../../catalogue/client-configuration.ts';
import { sha256 } from '../../catalogue/digest.ts';
import type { Listing } from '../../catalogue/records.ts';
import { configuredServers, type ConfiguredServer } from '../../crawler/listings/client-config.ts';
import { userStart, type UserStart } from '../../crawler/listings/declared-start.ts';
import { idOf, sourceKey } from '../../crawler/listings/identity.ts';
import { placeOf } from '../../crawler/listings/place.ts';
import { readText } from '../../crawler/listings/read-text.ts';
import type { LeftEntry, Place } from '../../report/scan-record.ts';
import type { FoundFile } from './clients.ts';

const SIZE_LIMIT = 16 * 2 ** 20;

/** A server to scan. `start` has its user's credentials and is kept nowhere. */
export interface StackEntry {
  listing: Listing;
  start: UserStart;
  places: Place[];
  /** The folder from which its command is run. */
  folder: string;
  source: string;
  /** Why nothing can be crawled of it. */
  unusable?: string;
}

export interface Configured {
  entries: StackEntry[];
  left: LeftEntry[];
}

/**
 * Reads configurations.
 * @param from the folder that places are relative to
 * @throws ListingError when a file cannot be read or parsed
 */
export function readConfigurations(
  files: readonly FoundFile[],
  from: string,
  env: NodeJS.ProcessEnv,
): Configured {
  const left: LeftEntry[] = [];
  const entries = new Map<string, StackEntry>();
  for (const found of files) {
    const text = readText(found.file, SIZE_LIMIT);
    for (const server of configuredServers(text, found.file)) {
      const place = placeIn(text, found, server, from);
      if (isBuiltIn(server.entry)) left.push({ place, reason: 'it is a part of the client' });
      else add(entries, entryOf(server, place, found, env));
    }
  }
  return { entries: withUniqueIds([...entries.values()]), left };
}

function placeIn(
  text: string,
  { file, client }: FoundFile,
  { name, path }: ConfiguredServer,
  from: string,
): Place {
  // A byte order mark takes a column of its own nowhere: editors do not count it.
  const region = placeOf(text, file, path);
  const below = relative(from, resolve(file)).replaceAll('\\', '/');
  return { file: below, client, name, ...(region ? { region } : {}) };
}

/** Goose lists its own extensions among the servers; there is nothing to start. */
function isBuiltIn({ type, ...entry }: ConfiguredServer['entry']): boolean {
  return !startsSomething(entry) && (type === 'builtin' || type === 'platform' || type === 'frontend');
}

function entryOf(
  server: ConfiguredServer,
  place: Place,
  { folder }: FoundFile,
  env: NodeJS.ProcessEnv,
): StackEntry {
  const { cwd } = server.entry;
  const listing = typeof server.listing === 'string' ? unusableListing(server.name) : server.listing;
  return {
    ...{ listing, start: userStart(server, env), places: [place] },
    folder: typeof cwd === 'string' ? within(folder, cwd) : folder,
    source: typeof server.listing === 'string' ? 'unknown' : sourceWords(listing),
    ...(typeof server.listing === 'string' ? { unusable: server.listing } : {}),
  };
}

/** A server gets to see its folder, so a configuration may name none beside its own. */
function within(folder: string, cwd: string): string {
  const wanted = resolve(folder, cwd.replace(/^\$\{workspace(?:Folder|Root)\}/, '.'));
  const way = relative(folder, wanted);
  return way.startsWith('..') || isAbsolute(way) ? folder : wanted;
}

/** What stands for an entry that names nothing to start, so that it has its place among the servers. */
function unusableListing(name: string): Listing {
  return {
    ...{ id: idOf(name), name: name.trim() || 'unnamed', summary: 'Nothing to start.', publisher: 'unknown' },
    ...{ tier: 'core', source: { type: 'command', command: 'unknown' } },
    ...{ arguments: [], placeholderArguments: [], environment: [] },
  };
}

/** The same server with the same start in two configurations is one; other arguments or values may list other tools. */
function add(entries: Map<string, StackEntry>, entry: StackEntry): void {
  const { listing, start, folder, source, unusable } = entry;
  const isCommand = listing.source.type === 'command';
  const key = JSON.stringify([
    source,
    listing.source,
    start.arguments,
    start.environment,
    start.token,
    isCommand && folder,
    unusable !== undefined && listing.name,
  ]);
  const known = entries.get(key);
  if (known === undefined) entries.set(key, entry);
  else known.places.push(...entry.places);
}

/** What is started or asked, without versions, the folders of a machine, and credentials. */
function sourceWords({ source }: Listing): string {
  if (source.type !== 'command') return sourceKey(source);
  return `command:${source.command.replace(/^(?:\/|[A-Za-z]:\\).*[\\/]/, '')}`;
}

/** A second server of one name is told apart by what it is, not by the order of the files. */
function withUniqueIds(entries: readonly StackEntry[]): StackEntry[] {
  const counts = new Map<string, number>();
  for (const { listing } of entries) counts.set(listing.id, (counts.get(listing.id) ?? 0) + 1);
  const taken = new Set<string>();
  return entries.map((entry) => {
    const { listing, source } = entry;
    if (counts.get(listing.id) === 1) return entry;
    const words = sha256(
      JSON.stringify([source, listing.arguments, listing.environment.map(({ name }) => name)]),
    );
    const long = `${listing.id}-${words.slice(0, 8)}`;
    const id = taken.has(long) ? `${long}-${taken.size}` : long;
    taken.add(id);
    return { ...entry, listing: { ...listing, id } };
  });
}
