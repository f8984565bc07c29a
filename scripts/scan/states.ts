/** The states that `diff` compares: locks, catalogues, and runs of a catalogue. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  listRuns,
  listServers,
  openCatalogue,
  readServer,
  runChanges,
  serverToolRecords,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import { carriesList } from '../../catalogue/vocabulary.ts';
import { sourceKey } from '../../crawler/listings/identity.ts';
import { asLocked, stackOf, type Lock } from '../../report/lock.ts';
import type { ChangeReport } from '../../report/changes.ts';
import { compareStacks, stackTool, type StackReader, type StackServer } from '../../report/stack.ts';
import { UserError } from '../errors.ts';
import { requireRun } from '../require-run.ts';
import { readLock } from './lock-files.ts';

/** A state that a user names. A run is given as `catalogue.db@7`. */
type State =
  | { kind: 'lock'; file: string; lock: Lock; stack: StackReader }
  | { kind: 'catalogue'; file: string; run?: number };

/** What differs between two states. @throws UserError, CatalogueError when one cannot be read */
export function differencesBetween(before: string, after: string): ChangeReport {
  const [old, present] = [stateOf(before), stateOf(after)];
  const sides = { before, after };
  if (old.kind === 'catalogue' && present.kind === 'catalogue' && (old.run ?? present.run) !== undefined)
    return { ...sides, ...betweenRuns(old, present) };
  const catalogues: Catalogue[] = [];
  try {
    const readers = [old, present].map((state) => {
      if (state.kind === 'lock') return state.stack;
      const db = openCatalogue(state.file, 'read');
      catalogues.push(db);
      return catalogueReader(db);
    });
    const lock = [old, present].find((state) => state.kind === 'lock');
    const [a, b] = lock ? readers.map((reader) => asLockKeeps(reader, lock)) : readers;
    const changes = compareStacks(a!, b!).map((change) => ({ change }));
    return { ...sides, at: timeOf(present.file, catalogues.at(-1)), changes };
  } finally {
    for (const db of catalogues) db.close();
  }
}

function stateOf(name: string): State {
  const [, file = name, run] = /^(.+)@(\d+)$/.exec(name) ?? [];
  if (!existsSync(file))
    throw new UserError(`There is no file ${file}: name a lock, a catalogue, or a run as FILE@RUN.`);
  if (run !== undefined) return { kind: 'catalogue', file, run: Number(run) };
  if (statSync(file).isDirectory()) throw new UserError(`${file} is a folder: name a lock or a catalogue.`);
  if (readFileSync(file).subarray(0, 15).toString('latin1') === 'SQLite format 3')
    return { kind: 'catalogue', file };
  const read = readLock(file)!;
  return { kind: 'lock', file, lock: read.lock, stack: stackOf(read.lock, read.texts) };
}

/** What the runs after the one, up to the other, found changed. */
function betweenRuns(
  before: { file: string; run?: number },
  after: { file: string; run?: number },
): Omit<ChangeReport, 'before' | 'after'> {
  if (before.file !== after.file)
    throw new UserError(
      `Runs are compared within one catalogue, and ${before.file} and ${after.file} are two: leave out the @.`,
    );
  const db = openCatalogue(before.file, 'read');
  try {
    for (const run of [before.run, after.run]) if (run !== undefined) requireRun(db, before.file, run);
    const runs = listRuns(db);
    const ids = runs.map(({ id }) => id);
    const [from, to] = [before.run ?? Math.min(...ids), after.run ?? Math.max(...ids)];
    const between = ids.filter((id) => id > from && id <= to).sort((a, b) => a - b);
    const changes = between.flatMap((id) =>
      [...runChanges(db, id, 'server')].map(({ serverId, change, at }) => ({
        change: { kind: 'changed' as const, server: serverId, change },
        at,
      })),
    );
    const last = runs.find(({ id }) => id === to);
    return { at: last?.finishedAt ?? last?.startedAt ?? timeOf(before.file), changes };
  } finally {
    db.close();
  }
}

/** When a state was: of a catalogue its last run, of a lock its file. */
function timeOf(file: string, db?: Catalogue): string {
  const run =
    db &&
    listRuns(db)
      .toSorted((a, b) => a.id - b.id)
      .at(-1);
  return run?.finishedAt ?? statSync(file).mtime.toISOString();
}

function catalogueReader(db: Catalogue): StackReader {
  const ids = new Map(listServers(db).map(({ id }) => [id, id]));
  return { keys: () => ids.keys(), get: (id) => (ids.has(id) ? stateIn(db, id) : undefined) };
}

/** A server as the catalogue has it: its last good list. */
function stateIn(db: Catalogue, id: string): StackServer | undefined {
  const record = readServer(db, id);
  if (record === undefined) return undefined;
  const { snapshot, lastCrawl, listing } = record;
  const last = lastCrawl?.outcome ?? 'not-crawled';
  return {
    provenance: snapshot?.provenance ?? 'observed',
    launch: snapshot?.launch ?? { arguments: [], environmentNames: [] },
    outcome: snapshot && !carriesList(last) ? 'listed' : last,
    source: sourceKey(listing.source),
    ...(snapshot?.package ? { package: snapshot.package } : {}),
    ...(snapshot?.serverInfo ? { serverInfo: snapshot.serverInfo } : {}),
    ...(snapshot?.protocolVersion ? { protocolVersion: snapshot.protocolVersion } : {}),
    ...(snapshot?.capabilities ? { capabilities: snapshot.capabilities } : {}),
    ...(snapshot?.instructions ? { instructions: snapshot.instructions } : {}),
    tools: serverToolRecords(db, id).map(({ definition, classification }) =>
      stackTool(definition, classification),
    ),
  };
}

/**
 * A state as far as a lock can be compared with it: the lock's own servers, what a lock keeps of a server, and its way
 * of starting them, which a catalogue's listings need not share.
 */
function asLockKeeps(reader: StackReader, { lock, stack }: { lock: Lock; stack: StackReader }): StackReader {
  if (reader === stack || reader instanceof Map) return reader;
  const keep = (id: string): StackServer | undefined => {
    const server = reader.get(id);
    const own = stack.get(id);
    if (server === undefined || own === undefined) return undefined;
    const { source: _source, ...rest } = server;
    const kept = asLocked(new Map([[id, { ...rest, launch: own.launch }]]), lock.classifier).get(id)!;
    return { ...kept, ...(own.source === undefined ? {} : { source: own.source }) };
  };
  return { keys: () => stack.keys(), get: keep };
}

/** How many servers listed tools in one catalogue, and which of them list none in another. */
export interface Loss {
  listed: number;
  lost: string[];
}

/** What was lost from one catalogue to another, by the last crawl of each server. @throws UserError, CatalogueError */
export function lostBetween(before: string, after: string): Loss {
  const [old, present] = [before, after].map((name) => {
    const state = stateOf(name);
    if (state.kind === 'lock' || state.run !== undefined)
      throw new UserError(
        `--max-lost compares two catalogues, and ${name} is ${state.kind === 'lock' ? 'a lock' : 'a run'}.`,
      );
    const db = openCatalogue(state.file, 'read');
    try {
      return listServers(db);
    } finally {
      db.close();
    }
  });
  const now = new Map(present!.map(({ id, outcome }) => [id, outcome]));
  const listed = old!.filter(({ outcome }) => carriesList(outcome)).map(({ id }) => id);
  return { listed: listed.length, lost: listed.filter((id) => !carriesList(now.get(id) ?? 'not-crawled')) };
}
