import {
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
  fsyncSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Listing } from '../../catalogue/records.ts';
import { ListingError } from './error.ts';
import { merged } from './identity.ts';
import { listingsOf, ServerJson } from './server-json.ts';

/** Where the registry keeps what it says itself about an entry. */
const OFFICIAL = 'io.modelcontextprotocol.registry/official';

/** One entry of `GET /v0.1/servers`: one version of one server. */
export const RegistryEntry = z.looseObject({
  server: ServerJson,
  _meta: z
    .looseObject({
      [OFFICIAL]: z
        .looseObject({
          status: z.string().optional().catch(undefined),
          isLatest: z.boolean().optional().catch(undefined),
          updatedAt: z.string().optional().catch(undefined),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type RegistryEntry = z.infer<typeof RegistryEntry>;

/** How far an import has come. */
const State = z.object({
  registry: z.string(),
  /** Start of the last import that came to its end; the next asks for what changed since. */
  completedSince: z.string().optional(),
  /** The import that is under way or was broken off. */
  underWay: z
    .object({ startedAt: z.string(), updatedSince: z.string().optional(), cursor: z.string().optional() })
    .optional(),
});
export type State = z.infer<typeof State>;

/**
 * Our own copy of a registry, readable as plain data: `entries.jsonl` has every entry as it was received, one a
 * line, of which the last of a name and version counts; `state.json` says how far the import has come.
 */
export type RegistryCopy = { folder: string; state: State };

const entriesOf = (folder: string) => join(folder, 'entries.jsonl');
const stateOf = (folder: string) => join(folder, 'state.json');

/** Opens the copy in `folder`, or begins one. @throws ListingError when it is of another registry. */
export function openCopy(folder: string, registry: string): RegistryCopy {
  mkdirSync(folder, { recursive: true });
  const file = stateOf(folder);
  if (!existsSync(file)) return { folder, state: { registry } };
  const state = State.safeParse(parse(readFileSync(file, 'utf8')));
  if (!state.success) throw new ListingError('it is not the state of an import', { file });
  if (state.data.registry !== registry)
    throw new ListingError(`the folder holds the copy of another registry, ${state.data.registry}`, { file });
  return { folder, state: state.data };
}

/** Adds a page to the copy, and only then notes that the import has come this far. */
export function savePage(copy: RegistryCopy, entries: readonly unknown[], state: State): void {
  const handle = openSync(entriesOf(copy.folder), 'a');
  try {
    // A line that a killed import left without its end must not run into the next.
    writeSync(handle, `\n${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  saveState(copy, state);
}

/** Notes how far the import has come; the note is whole or not there. */
export function saveState(copy: RegistryCopy, state: State): void {
  const partial = `${stateOf(copy.folder)}.${process.pid}.partial`;
  writeFileSync(partial, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(partial, stateOf(copy.folder));
  copy.state = state;
}

/** Every entry of the copy that is understood, the newest of each name and version, in their order. */
export async function readEntries(folder: string): Promise<RegistryEntry[]> {
  return (await newestLines(folder)).flatMap((line) => RegistryEntry.safeParse(parse(line)).data ?? []);
}

/** Writes the copy anew without what later entries replaced. Every entry stays as it was received. */
export async function tidy(folder: string): Promise<void> {
  const partial = `${entriesOf(folder)}.${process.pid}.partial`;
  const handle = openSync(partial, 'w');
  try {
    for (const line of await newestLines(folder)) writeSync(handle, `${line}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(partial, entriesOf(folder));
}

async function newestLines(folder: string): Promise<string[]> {
  if (!existsSync(entriesOf(folder))) return [];
  const newest = new Map<string, string>();
  const lines = createInterface({ input: createReadStream(entriesOf(folder), 'utf8'), crlfDelay: Infinity });
  for await (const line of lines) {
    const value = parse(line);
    if (value === undefined) continue;
    const { server } = RegistryEntry.safeParse(value).data ?? {};
    // What is not understood may be by a later version of this program.
    newest.set(server === undefined ? line : JSON.stringify([server.name, server.version ?? '']), line);
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/** What to crawl of a registry: the latest version of each server that is not deleted, merged by source. */
export function listingsOfEntries(entries: readonly RegistryEntry[]): Listing[] {
  const latest = new Map<string, RegistryEntry>();
  for (const entry of entries) {
    if (!isActive(entry)) continue;
    const known = latest.get(entry.server.name);
    if (known === undefined || isNewer(entry, known)) latest.set(entry.server.name, entry);
  }
  return merged([...latest.values()].flatMap(({ server }) => listingsOf(server)));
}

/** Deprecated servers can still be installed, so what they can do still matters. */
const isActive = (entry: RegistryEntry) => official(entry)?.status !== 'deleted';
const official = (entry: RegistryEntry) => entry._meta?.[OFFICIAL];

function isNewer(entry: RegistryEntry, known: RegistryEntry): boolean {
  if (official(entry)?.isLatest === true) {
    // Versions that an incremental import did not touch may still call themselves the latest.
    if (official(known)?.isLatest !== true) return true;
  } else if (official(known)?.isLatest === true) return false;
  return (official(entry)?.updatedAt ?? '') >= (official(known)?.updatedAt ?? '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
