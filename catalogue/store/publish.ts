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

/** A public catalogue that is being written. */
export interface PublicCatalogue {
  /** Adds a server; `record` is what is published of it, as JSON. */
  addServer: (server: ServerSummary, record: string) => void;
  /** Adds a tool, and its definition where that is new. */
  addTool: (tool: ToolRecord) => void;
  /** Indexes and closes the file. */
  finish: () => void;
}

/**
 * Begins a public catalogue in a new file. It is made of what the pages say: texts as received, crawls, errors and
 * whatever else tells of the machine that crawled are not in it.
 */
export function publicCatalogue(file: string): PublicCatalogue {
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.exec(TABLES);
  db.exec('BEGIN');
  const server = db.prepare('INSERT INTO servers VALUES (?, ?, ?, ?, ?, ?, ?)');
  const tool = db.prepare('INSERT INTO tools VALUES (?, ?, ?, ?, ?, ?)');
  const definition = db.prepare(
    'INSERT INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return {
    addServer: ({ id, name, publisher, outcome, provenance, tools }, record) =>
      server.run(id, name, publisher, outcome, provenance, tools, record),
    addTool: (t) => {
      tool.run(t.serverId, t.slug, t.name, t.digest, t.firstSeenAt, t.lastSeenAt);
      definition.run(...definitionRow(t, t.classification));
    },
    finish: () => {
      db.exec('COMMIT');
      db.exec('CREATE INDEX tools_by_digest ON tools (digest); CREATE INDEX tools_by_name ON tools (name)');
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
