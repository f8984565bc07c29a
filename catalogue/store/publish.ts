import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Classification } from '../records.ts';
import type { ServerSummary } from './read-servers.ts';
import type { ToolRecord } from './read-tools.ts';

/** What is published of a catalogue, for those who would rather ask it than download it page by page. */
const TABLES = `
  CREATE TABLE servers (
    id TEXT PRIMARY KEY, name TEXT, publisher TEXT, outcome TEXT, provenance TEXT, tools INTEGER, record TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tools (
    server_id TEXT, slug TEXT, name TEXT, digest TEXT, first_seen_at TEXT, last_seen_at TEXT,
    PRIMARY KEY (server_id, slug)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE definitions (
    digest TEXT PRIMARY KEY, name TEXT, first_seen_at TEXT, category TEXT, risk_level TEXT, confidence REAL,
    flags TEXT, rationale TEXT, definition TEXT, classification TEXT
  ) STRICT;`;

const INDEXES = `CREATE INDEX tools_by_digest ON tools (digest); CREATE INDEX tools_by_name ON tools (name)`;

/** Bytes of a page of the file: in SQLite's own 4096 there is room for one definition, and half of it stays empty. */
const PAGE = 16_384;

/** A public catalogue that is being written. */
export interface PublicCatalogue {
  /** Adds a server; `record` is what is published of it, as JSON. */
  addServer: (server: ServerSummary, record: string) => void;
  /** Takes out a server with its tools. */
  removeServer: (id: string) => void;
  /** Adds a tool, and its definition. */
  addTool: (tool: ToolRecord) => void;
  /** Indexes and closes the file. */
  finish: () => void;
}

/**
 * Begins a public catalogue in a new file, or goes on with one where the file is there. It is made of what the pages
 * say: texts as received, crawls, errors and whatever else tells of the machine that crawled are not in it.
 */
export function publicCatalogue(file: string): PublicCatalogue {
  const isNew = !existsSync(file);
  const db = new Database(file);
  if (isNew) db.pragma(`page_size = ${PAGE}`);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  if (isNew) db.exec(TABLES);
  db.exec('BEGIN');
  const server = db.prepare('INSERT INTO servers VALUES (?, ?, ?, ?, ?, ?, ?)');
  const tool = db.prepare('INSERT INTO tools VALUES (?, ?, ?, ?, ?, ?)');
  const definition = db.prepare('INSERT OR REPLACE INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const removeServer = db.prepare('DELETE FROM servers WHERE id = ?');
  const removeTools = db
    .prepare<[string], string>('DELETE FROM tools WHERE server_id = ? RETURNING digest')
    .pluck();
  const removeUnused = db.prepare(
    'DELETE FROM definitions WHERE digest = ? AND NOT EXISTS (SELECT 1 FROM tools t WHERE t.digest = definitions.digest)',
  );
  const removed = new Set<string>();
  return {
    removeServer: (id) => {
      removeServer.run(id);
      for (const digest of removeTools.all(id)) removed.add(digest);
    },
    addServer: ({ id, name, publisher, outcome, provenance, tools }, record) =>
      server.run(id, name, publisher, outcome, provenance, tools, record),
    addTool: (t) => {
      tool.run(t.serverId, t.slug, t.name, t.digest, t.firstSeenAt, t.lastSeenAt);
      definition.run(...definitionRow(t, t.classification));
    },
    finish: () => {
      if (isNew) db.exec(INDEXES);
      for (const digest of removed) removeUnused.run(digest);
      db.exec('COMMIT');
      db.close();
    },
  };
}

function definitionRow(
  { digest, name, definedAt, definition }: ToolRecord,
  classification: Classification,
): unknown[] {
  const { category, riskLevel, confidence, flags, rationale } = classification;
  return [
    ...[digest, name, definedAt, category, riskLevel, confidence, flags.join(' '), rationale],
    ...[JSON.stringify(definition), JSON.stringify(classification)],
  ];
}
