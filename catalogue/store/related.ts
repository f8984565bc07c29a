/**
 * Which tools of other servers are like a tool, worked out for all tools at once into a file of its own. Asked tool by
 * tool (`toolsElsewhere`) the same costs several searches in an index of all verdicts, which adds up over a site.
 */
import Database from 'better-sqlite3';
import type { Catalogue } from './open.ts';
import type { RelatedTool } from './read-tools.ts';

interface Line extends RelatedTool {
  kind: string;
  digest: string;
}

/** How many tools after it, and how many from its kind's beginning, a tool of a kind is compared with. */
const NEXT = 10;
const FIRST = 4;

const LINE_TABLE = `CREATE TABLE lines (
  server_id TEXT, slug TEXT, name TEXT, server_name TEXT, category TEXT, risk_level TEXT, kind TEXT, digest TEXT)`;

const RELATED_TABLE = `CREATE TABLE related (
  server_id TEXT, slug TEXT, same_name TEXT, same_kind TEXT, PRIMARY KEY (server_id, slug)) WITHOUT ROWID`;

const LINES = `SELECT t.server_id AS serverId, t.slug, t.name, v.name AS serverName, c.category,
    c.risk_level AS riskLevel, c.kind, t.digest
  FROM tools t JOIN servers v ON v.id = t.server_id
  CROSS JOIN classifications c ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  WHERE t.present = 1`;

const ORDERED = `SELECT server_id AS serverId, slug, name, server_name AS serverName, category,
    risk_level AS riskLevel, kind, digest FROM lines`;

/** Works out the related tools of every tool, at most `limit` of each sort, into a new file. */
export function relateTools(db: Catalogue, file: string, limit: number): void {
  // Two connections, for SQLite allows no write on one that steps through a query. The first has no name: it is a
  // temporary file that goes with it.
  const lines = new Database('');
  const side = new Database(file);
  try {
    // Whoever is interrupted makes the file anew.
    side.pragma('journal_mode = OFF');
    side.pragma('synchronous = OFF');
    side.exec(RELATED_TABLE);
    copyLines(db, lines);
    side.transaction(() => {
      relateByName(lines, side, limit);
      relateByKind(lines, side, limit);
    })();
  } finally {
    lines.close();
    side.close();
  }
}

/** Opens what `relateTools` wrote. */
export function openRelated(file: string): Catalogue {
  return new Database(file, { readonly: true });
}

function copyLines(db: Catalogue, lines: Catalogue): void {
  lines.pragma('journal_mode = OFF');
  lines.exec(LINE_TABLE);
  const insert = lines.prepare('INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  lines.transaction(() => {
    for (const row of db.prepare(LINES).raw().iterate()) insert.run(row as unknown[]);
  })();
  lines.exec('CREATE INDEX by_name ON lines (name, server_id); CREATE INDEX by_kind ON lines (kind, digest)');
}

/** Tools of the same name are on different servers; the first of them, but never the tool itself. */
function relateByName(lines: Catalogue, side: Catalogue, limit: number): void {
  const insert = side.prepare('INSERT INTO related (server_id, slug, same_name) VALUES (?, ?, ?)');
  for (const group of groups(lines, 'ORDER BY name, server_id', ({ name }) => name)) {
    for (const { serverId, slug } of group) {
      const others = group.slice(0, limit + 1).filter((other) => other.serverId !== serverId);
      insert.run(serverId, slug, shown(others.slice(0, limit)));
    }
  }
}

function relateByKind(lines: Catalogue, side: Catalogue, limit: number): void {
  const update = side.prepare('UPDATE related SET same_kind = ? WHERE server_id = ? AND slug = ?');
  for (const group of groups(lines, 'ORDER BY kind, digest', ({ kind }) => kind)) {
    group.forEach(({ serverId, slug, name }, at) => {
      const near = new Set([...group.slice(at + 1, at + 1 + NEXT), ...group.slice(0, FIRST)]);
      const others = [...near].filter((other) => other.serverId !== serverId && other.name !== name);
      update.run(shown(others.sort(byAddress).slice(0, limit)), serverId, slug);
    });
  }
}

function byAddress(a: Line, b: Line): number {
  if (a.serverId !== b.serverId) return a.serverId < b.serverId ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

function shown(lines: readonly Line[]): string {
  return JSON.stringify(lines.map(({ kind: _, digest: __, ...tool }): RelatedTool => tool));
}

/** The lines in an order, cut where a key changes. */
function* groups(lines: Catalogue, order: string, keyOf: (line: Line) => string): Generator<Line[]> {
  let group: Line[] = [];
  for (const line of lines.prepare<[], Line>(`${ORDERED} ${order}`).iterate()) {
    if (group.length > 0 && keyOf(group[0]!) !== keyOf(line)) {
      yield group;
      group = [];
    }
    group.push(line);
  }
  if (group.length > 0) yield group;
}
