/**
 * Which tools of other servers are like a tool, and who else offers its definition: worked out for all tools at once
 * into a file of its own. Asked tool by tool (`toolsElsewhere`) the same costs several searches in an index of all
 * verdicts, which adds up over a site.
 */
import Database from 'better-sqlite3';
import type { Catalogue } from './open.ts';
import type { Offers } from './read-related.ts';
import type { RelatedTool, ToolKey } from './read-tools.ts';

interface Line extends RelatedTool {
  kind: string;
  digest: string;
}

/** How many tools after it, and how many from its kind's beginning, a tool of a kind is compared with. */
const NEXT = 10;
const FIRST = 4;

/** How many of the servers that offer a definition are named. */
const MOST_OFFERS = 100;

/** `offers` is null where no other server offers the definition, and empty where another is the first to do so. */
const RELATED_TABLE = `CREATE TABLE related (
  server_id TEXT, slug TEXT, same_name TEXT, same_kind TEXT, offers TEXT, PRIMARY KEY (server_id, slug)) WITHOUT ROWID`;

/** By server and name, which is the order in which tools lie in the file. */
const LINES = `SELECT t.server_id AS serverId, t.slug, t.name, v.name AS serverName, c.category,
    c.risk_level AS riskLevel, c.kind, t.digest
  FROM tools t NOT INDEXED CROSS JOIN servers v ON v.id = t.server_id
  CROSS JOIN classifications c ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  WHERE t.present = 1 ORDER BY t.server_id, t.name`;

/**
 * Works out the related tools of every tool, at most `limit` of each sort, into a new file. Some 700 bytes of memory
 * a tool: half a million are sorted there in seconds, and in a file in half a minute.
 */
export function relateTools(db: Catalogue, file: string, limit: number): void {
  const lines = db.prepare<[], Line>(LINES).all();
  const byName = sameName(lines, limit);
  const byKind = sameKind(lines, limit);
  const offers = offersOf(lines);
  const side = new Database(file);
  try {
    // Whoever is interrupted makes the file anew.
    side.pragma('journal_mode = OFF');
    side.pragma('synchronous = OFF');
    side.exec(RELATED_TABLE);
    const insert = side.prepare('INSERT INTO related VALUES (?, ?, ?, ?, ?)');
    side.transaction(() => {
      lines.forEach(({ serverId, slug }, at) =>
        insert.run(serverId, slug, shown(byName[at]!), shown(byKind[at]!), offers.get(at) ?? null),
      );
    })();
  } finally {
    side.close();
  }
}

/** Opens what `relateTools` wrote. */
export function openRelated(file: string): Catalogue {
  return new Database(file, { readonly: true });
}

/** Tools of the same name are on different servers; the first of them, but never the tool itself. */
function sameName(lines: readonly Line[], limit: number): (readonly Line[])[] {
  const related = new Array<readonly Line[]>(lines.length);
  for (const group of groups(
    lines,
    ({ name }) => name,
    ({ serverId }) => serverId,
  )) {
    for (const at of group) {
      const others = group.slice(0, limit + 1).filter((other) => other !== at);
      related[at] = others.slice(0, limit).map((other) => lines[other]!);
    }
  }
  return related;
}

function sameKind(lines: readonly Line[], limit: number): (readonly Line[])[] {
  const related = new Array<readonly Line[]>(lines.length);
  for (const group of groups(
    lines,
    ({ kind }) => kind,
    ({ digest }) => digest,
  )) {
    group.forEach((at, place) => {
      const { serverId, name } = lines[at]!;
      const near = new Set([...group.slice(place + 1, place + 1 + NEXT), ...group.slice(0, FIRST)]);
      const others = [...near].map((other) => lines[other]!);
      related[at] = others
        .filter((other) => other.serverId !== serverId && other.name !== name)
        .sort(byAddress)
        .slice(0, limit);
    });
  }
  return related;
}

/** Who offers a definition that several servers do, as JSON for the first of them, and nothing for the others. */
function offersOf(lines: readonly Line[]): Map<number, string> {
  const offers = new Map<number, string>();
  for (const group of groups(
    lines,
    ({ digest }) => digest,
    ({ serverId }) => serverId,
  )) {
    if (group.length === 1) continue;
    const first = group.slice(0, MOST_OFFERS).map((at): ToolKey => {
      const { serverId, slug } = lines[at]!;
      return { serverId, slug };
    });
    for (const at of group) offers.set(at, '');
    offers.set(group[0]!, JSON.stringify({ total: group.length, first } satisfies Offers));
  }
  return offers;
}

function byAddress(a: Line, b: Line): number {
  return a.serverId === b.serverId ? compare(a.name, b.name) : compare(a.serverId, b.serverId);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function shown(lines: readonly Line[]): string {
  return JSON.stringify(lines.map(({ kind: _, digest: __, ...tool }): RelatedTool => tool));
}

/** The places of lines that have a key in common, in the order of what comes second and then of the lines. */
function groups(
  lines: readonly Line[],
  keyOf: (line: Line) => string,
  second: (line: Line) => string,
): Iterable<number[]> {
  const found = new Map<string, number[]>();
  lines.forEach((line, at) => {
    const group = found.get(keyOf(line));
    if (group) group.push(at);
    else found.set(keyOf(line), [at]);
  });
  for (const group of found.values())
    if (group.length > 1) group.sort((a, b) => compare(second(lines[a]!), second(lines[b]!)) || a - b);
  return found.values();
}
