import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CatalogueError, explainStoreError } from './errors.ts';
import { replayAll } from './history.ts';

/** An open catalogue. Only catalogue/store speaks SQL to it. */
export type Catalogue = Database.Database;

/** Marks an SQLite file as ours ("TRSK"), so that no other program's database is ever migrated. */
const APPLICATION_ID = 0x5452534b;

const MIGRATIONS = new URL('./migrations/', import.meta.url);

/** Bytes of the file that a writer keeps in memory, and bytes after which what it wrote is put into the file. */
const WRITER_CACHE = 128 * 2 ** 20;

/** Bytes of the file that a reader keeps in memory: definitions are looked up by digest, and so all over the file. */
const READER_CACHE = 64 * 2 ** 20;

/** The schema that keeps what changed; a catalogue of an older one is given the history that its runs have. */
const WITH_HISTORY = 3;

/** How a catalogue is opened: `write` makes the file where it is missing, `update` and `read` want it there. */
type Mode = 'read' | 'update' | 'write';

/**
 * Opens a catalogue, creating or migrating it where needed.
 * @throws CatalogueError when the file is missing, foreign, of a newer schema, locked or unwritable.
 */
export function openCatalogue(file: string, mode: Mode = 'write'): Catalogue {
  if (mode !== 'write' && !existsSync(file)) {
    throw new CatalogueError(
      `There is no catalogue at ${file}: make one with \`toolrisk crawl\`, or name another with --db.`,
    );
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new CatalogueError(`${file} is a folder: name the catalogue's file with --db.`);
  try {
    if (mode === 'write' && file !== ':memory:') makeFolder(dirname(file));
    const db = new Database(file, { readonly: mode === 'read', timeout: 10_000 });
    try {
      prepare(db, file, mode);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    if (mode === 'read' && isUnwritable(error)) throw unreadable(file, error);
    throw explainStoreError(asSqliteError(error), file);
  }
}

const isUnwritable = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_READONLY');

/** A catalogue in WAL mode has an index beside it, which a reader makes where no writer has it open (SQLite, WAL, 5). */
function unreadable(file: string, cause: unknown): CatalogueError {
  const message = `The catalogue ${file} cannot be read where it stands, for SQLite makes a file beside it: copy it to a folder that is yours to write, and name the copy.`;
  return new CatalogueError(message, { cause });
}

/** Makes a folder and those above it, one by one: Node's own recursive `mkdir` never returns below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** `mkdir` and the like report a read-only or full disk in the operating system's words. */
function asSqliteError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const same: Record<string, string> = {
    EROFS: 'SQLITE_READONLY',
    EACCES: 'SQLITE_CANTOPEN',
    ENOENT: 'SQLITE_CANTOPEN',
    EPERM: 'SQLITE_CANTOPEN',
    EEXIST: 'SQLITE_CANTOPEN',
    ENOTDIR: 'SQLITE_CANTOPEN',
    ENOSPC: 'SQLITE_FULL',
  };
  return typeof code === 'string' && same[code] ? Object.assign(error as Error, { code: same[code] }) : error;
}

function prepare(db: Catalogue, file: string, mode: Mode): void {
  const owner = db.pragma('application_id', { simple: true }) as number;
  const schema = db.pragma('user_version', { simple: true }) as number;
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  if (owner !== APPLICATION_ID && !(isEmpty && mode === 'write')) {
    throw new CatalogueError(`${file} is no Toolrisk catalogue: name another file with --db.`);
  }
  const migrations = readMigrations();
  if (schema > migrations.length) {
    throw new CatalogueError(
      `The catalogue ${file} was written by a newer Toolrisk (schema ${schema}, this one knows ${migrations.length}): ` +
        'update Toolrisk, or name another file with --db.',
    );
  }
  if (mode !== 'read') migrate(db, migrations, schema);
  else if (schema < migrations.length) {
    throw new CatalogueError(
      `The catalogue ${file} has an older schema: run \`toolrisk classify\` once to bring it up to date.`,
    );
  }
  if (mode === 'read') db.pragma(`cache_size = -${READER_CACHE / 1024}`);
  db.pragma('foreign_keys = ON');
}

/** The migrations in order; migration n brings schema n-1 to n. */
function readMigrations(): string[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(new URL(name, MIGRATIONS), 'utf8'));
}

function migrate(db: Catalogue, migrations: string[], schema: number): void {
  // WAL lets readers go on while a crawl writes, and survives a killed writer.
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  // New digests fall anywhere in their indexes: what is written often stays in memory, and goes to the file seldom.
  db.pragma(`cache_size = -${WRITER_CACHE / 1024}`);
  db.pragma(`wal_autocheckpoint = ${WRITER_CACHE / 4096}`);
  if (schema === migrations.length) return;
  // A table that is made anew is away for a moment, whoever refers to it (SQLite, ALTER TABLE, 7).
  db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    // Another program may have done it while this one waited for the file.
    const schema = db.pragma('user_version', { simple: true }) as number;
    for (const sql of migrations.slice(schema)) db.exec(sql);
    if (schema > 0 && schema < WITH_HISTORY) replayAll(db);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}
