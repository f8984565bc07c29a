import type { ToolVersion } from '../change-records.ts';
import type { InstalledPackage } from '../records.ts';
import type { Catalogue } from './open.ts';
import {
  CHANGE_ROWS,
  recordedChanges,
  reclassified,
  type ChangeRow,
  type RecordedChange,
} from './read-changes.ts';
import type { ToolKey } from './read-tools.ts';
import { statement } from './statement.ts';
import { listClassifierUses, readToolVersion, type ClassifierUse } from './verdicts.ts';

/** A definition that a tool had, and when it was seen. One that came back stands in the history again. */
export interface SeenVersion extends ToolVersion {
  firstSeenAt: string;
  lastSeenAt: string;
  /** Version of the server's package when it was first seen; null where none was installed. */
  packageVersion: string | null;
}

/** Everything that is known of a tool over time. */
export interface ToolHistory {
  name: string;
  /** Whether the server has the tool now. */
  present: boolean;
  /** Every definition it had, oldest first. */
  versions: SeenVersion[];
  /** What crawls found: added, removed, redefined, and reclassified by its definition; newest first. */
  changes: RecordedChange[];
  /** What a change of classifier alone made of it, newest first. */
  reclassifications: RecordedChange[];
}

interface ToolRow {
  serverId: string;
  serverName: string;
  name: string;
  slug: string;
  digest: string;
  present: 0 | 1;
  firstSeenAt: string;
}

const TOOL_ROWS = `SELECT t.server_id AS serverId, v.name AS serverName, t.name, t.slug, t.digest, t.present,
    t.first_seen_at AS firstSeenAt
  FROM tools t JOIN servers v ON v.id = t.server_id WHERE t.server_id = ?`;

/** A definition and the time from which, and until which (excluded; null: now), the tool had it. */
interface Span {
  digest: string;
  from: string;
  until: string | null;
}

/**
 * What changed of a server over all its crawls, and by changes of the classifier; newest first.
 * @param limit how many at most: a hostile server can have as many as it has tools, at every crawl
 */
export function serverChanges(db: Catalogue, serverId: string, limit: number = Infinity): RecordedChange[] {
  const rows = statement<[string], ChangeRow>(
    db,
    `${CHANGE_ROWS} WHERE c.server_id = ? ORDER BY o.sequence DESC, c.position`,
  ).all(serverId);
  const byTool = Map.groupBy(rows.toReversed(), ({ tool }) => tool);
  const found = rows.slice(0, limit).flatMap((row) => [...recordedChanges(db, row)]);
  const uses = listClassifierUses(db);
  // The first classifier of all changes no verdict, so that no tool need be asked about.
  const later = uses.some(({ previous }) => previous !== null);
  const sql = `${TOOL_ROWS} ORDER BY t.position`;
  const tools = later ? statement<[string], ToolRow>(db, sql).all(serverId) : [];
  const judged = tools.flatMap((tool) =>
    reclassificationsOf(db, uses, tool, spansOf(tool, byTool.get(tool.name) ?? [])),
  );
  return newestFirst([...found, ...judged]).slice(0, limit);
}

/** A tool's history by the address of its page, or undefined where the server never had it. */
export function toolHistory(db: Catalogue, { serverId, slug }: ToolKey): ToolHistory | undefined {
  const tool = statement<[string, string], ToolRow>(db, `${TOOL_ROWS} AND t.slug = ?`).get(serverId, slug);
  if (!tool) return undefined;
  const rows = statement<[string, string], ChangeRow>(
    db,
    `${CHANGE_ROWS} WHERE c.server_id = ? AND c.tool = ? ORDER BY o.sequence`,
  ).all(serverId, tool.name);
  const spans = spansOf(tool, rows);
  return {
    name: tool.name,
    present: tool.present === 1,
    versions: spans.map((span) => seenVersion(db, serverId, span)),
    changes: rows.toReversed().flatMap((row) => [...recordedChanges(db, row)]),
    reclassifications: newestFirst(reclassificationsOf(db, listClassifierUses(db), tool, spans)),
  };
}

/** The definitions of a tool in time, out of its changes in time. */
function spansOf(tool: ToolRow, rows: readonly ChangeRow[]): Span[] {
  const first = rows[0]?.kind === 'added' ? undefined : (rows[0]?.before ?? tool.digest);
  const spans: Span[] = first === undefined ? [] : [{ digest: first, from: tool.firstSeenAt, until: null }];
  for (const { kind, after, at } of rows) {
    if (kind !== 'added') spans.at(-1)!.until = at;
    if (kind !== 'removed') spans.push({ digest: after!, from: at, until: null });
  }
  return spans;
}

function reclassificationsOf(
  db: Catalogue,
  uses: readonly ClassifierUse[],
  tool: ToolRow,
  spans: readonly Span[],
): RecordedChange[] {
  const { serverId, serverName, slug, name } = tool;
  const place = { serverId, serverName, slug, tool: name, present: tool.present === 1 };
  return uses.flatMap((use) => {
    const span = spans.find(({ from, until }) => from < use.at && (until === null || use.at < until));
    return span ? [...reclassified(db, use, { ...place, digest: span.digest })] : [];
  });
}

function seenVersion(db: Catalogue, serverId: string, { digest, from, until }: Span): SeenVersion {
  const last = statement<[string, string], { at: string }>(
    db,
    `SELECT finished_at AS at FROM observations
     WHERE server_id = ? AND standing = 'present' AND sequence < ? ORDER BY sequence DESC LIMIT 1`,
  ).get(serverId, until === null ? AFTER_ALL : sequenceAt(until));
  const first = statement<[string, string], { package: string | null }>(
    db,
    `SELECT package FROM observations
     WHERE server_id = ? AND standing = 'present' AND sequence >= ? ORDER BY sequence LIMIT 1`,
  ).get(serverId, sequenceAt(from));
  const installed = JSON.parse(first?.package ?? 'null') as InstalledPackage | null;
  return {
    ...readToolVersion(db, digest),
    ...{ firstSeenAt: from, lastSeenAt: last?.at ?? from, packageVersion: installed?.version ?? null },
  };
}

/** Sorts after every sequence, for those begin with a year. */
const AFTER_ALL = ':';
const sequenceAt = (at: string) => new Date(at).toISOString();

/** Newest first; what is of one time stays in its order. */
function newestFirst(changes: RecordedChange[]): RecordedChange[] {
  return changes.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
