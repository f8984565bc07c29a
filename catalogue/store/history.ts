/**
 * A server's history: which of its lists is the present one, which tools it has under which addresses, and what
 * changed from crawl to crawl. All of it follows from the server's observations in their order, so it is derived
 * step by step as they come, and anew where one comes late.
 */
import { compareServers, outcomeChange, saysOfServer, type ServerState } from '../changes.ts';
import { toolSlug } from '../slug.ts';
import type { Outcome, Provenance, Standing } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import type { ListedTool } from './snapshots.ts';
import { statement } from './statement.ts';

/** A list of tools that an observation carried. */
export interface CarriedList {
  snapshotId: number;
  provenance: Provenance;
  tools: number;
}

/** Where a server stands after its observations so far. */
export interface Standings {
  present: CarriedList | undefined;
  /** Whether the last list that came was empty and is held back. */
  suspect: boolean;
  /** The last outcome that says something of the server. */
  outcome: Outcome | undefined;
}

/** One observation, stored, as the history takes it. */
export interface Seen {
  observationId: number;
  runId: number;
  serverId: string;
  at: string;
  outcome: Outcome;
  list: CarriedList | undefined;
}

/** What becomes of a list, given where its server stands. */
export function standingOf({ present, suspect }: Omit<Standings, 'outcome'>, list: CarriedList): Standing {
  if (present === undefined) return 'present';
  if (list.provenance === 'declared' && present.provenance === 'observed') return 'outranked';
  return list.tools > 0 || present.tools === 0 || suspect ? 'present' : 'suspect';
}

/** Where a server stands after one more observation. */
function standingsAfter(before: Standings, seen: Seen, standing: Standing | undefined): Standings {
  return {
    present: standing === 'present' ? seen.list : before.present,
    suspect: standing === undefined || standing === 'outranked' ? before.suspect : standing === 'suspect',
    outcome: saysOfServer(seen.outcome) ? seen.outcome : before.outcome,
  };
}

/**
 * Derives what one more observation changes, and stores it: the changes, and where its list became the present
 * one, the server's tools.
 * @param tools the observation's list; asked for only where it is another than the present one
 */
export function advance(
  db: Catalogue,
  before: Standings,
  seen: Seen,
  tools: () => readonly ListedTool[],
): Standing | undefined {
  const { list } = seen;
  const standing = list && standingOf(before, list);
  const rows = outcomeRows(before.outcome, seen.outcome);
  if (list && standing === 'present' && list.snapshotId !== before.present?.snapshotId) {
    const present = tools();
    if (before.present !== undefined)
      rows.push(...listRows(db, before.present.snapshotId, list.snapshotId, present));
    makePresent(db, seen, list.snapshotId, present);
  }
  insertChanges(db, seen, rows);
  return standing;
}

/** Derives a server's whole history anew from its observations. */
export function replay(db: Catalogue, serverId: string): void {
  statement(db, 'DELETE FROM changes WHERE server_id = ?').run(serverId);
  statement(db, 'DELETE FROM tools WHERE server_id = ?').run(serverId);
  statement(db, 'UPDATE servers SET snapshot_id = NULL WHERE id = ?').run(serverId);
  let standings: Standings = { present: undefined, suspect: false, outcome: undefined };
  for (const { before, ...seen } of observationsOf(db, serverId)) {
    const tools = () => listedTools(db, seen.list!.snapshotId);
    const standing = advance(db, standings, seen, tools);
    if ((standing ?? null) !== before)
      statement(db, 'UPDATE observations SET standing = ? WHERE id = ?').run(
        standing ?? null,
        seen.observationId,
      );
    standings = standingsAfter(standings, seen, standing);
  }
}

/** Derives the history of every server anew. */
export function replayAll(db: Catalogue): void {
  for (const id of db.prepare<[], string>('SELECT id FROM servers').pluck().all()) replay(db, id);
}

function observationsOf(db: Catalogue, serverId: string): (Seen & { before: Standing | null })[] {
  type Row = Omit<Seen, 'list' | 'serverId'> & {
    snapshotId: number | null;
    provenance: Provenance;
    tools: number;
    before: Standing | null;
  };
  return statement<[string], Row>(
    db,
    `SELECT o.id AS observationId, o.run_id AS runId, o.finished_at AS at, o.outcome, o.standing AS before,
       s.id AS snapshotId, s.provenance, s.tool_count AS tools
     FROM observations o LEFT JOIN snapshots s ON s.id = o.snapshot_id
     WHERE o.server_id = ? ORDER BY o.sequence`,
  )
    .all(serverId)
    .map(({ snapshotId, provenance, tools, ...row }) => ({
      ...row,
      serverId,
      list: snapshotId === null ? undefined : { snapshotId, provenance, tools },
    }));
}

type Row = {
  kind: 'added' | 'removed' | 'redefined' | 'server' | 'circumstances' | 'outcome';
  tool?: string;
  before?: string;
  after?: string;
  from?: number;
  to?: number;
};

function outcomeRows(before: Outcome | undefined, after: Outcome): Row[] {
  const change = before && outcomeChange(before, after);
  return change ? [{ kind: 'outcome', before: change.before, after: change.after }] : [];
}

/** What differs between two lists: how they came about first, then the tools in the order of the new one. */
function listRows(db: Catalogue, from: number, to: number, tools: readonly ListedTool[]): Row[] {
  const old = new Map(listedTools(db, from).map(({ name, digest }) => [name, digest]));
  const about = compareServers(readServerState(db, from), readServerState(db, to));
  const rows: Row[] = about.map(({ kind }) => ({ kind: kind as 'server' | 'circumstances', from, to }));
  for (const { name, digest } of tools) {
    const before = old.get(name);
    old.delete(name);
    if (before === undefined) rows.push({ kind: 'added', tool: name, after: digest, from, to });
    else if (before !== digest) rows.push({ kind: 'redefined', tool: name, before, after: digest, from, to });
  }
  for (const [name, digest] of old) rows.push({ kind: 'removed', tool: name, before: digest, from, to });
  return rows;
}

function insertChanges(db: Catalogue, { observationId, runId, serverId }: Seen, rows: readonly Row[]): void {
  const insert = statement(
    db,
    `INSERT INTO changes (observation_id, position, run_id, server_id, kind, tool, before, after,
       from_snapshot_id, to_snapshot_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  rows.forEach(({ kind, tool, before, after, from, to }, position) => {
    const optional = [tool, before, after, from, to].map((value) => value ?? null);
    insert.run(observationId, position, runId, serverId, kind, ...optional);
  });
}

function listedTools(db: Catalogue, snapshotId: number): ListedTool[] {
  return statement<[number], ListedTool>(
    db,
    `SELECT d.name, t.digest FROM snapshot_tools t JOIN definitions d ON d.digest = t.digest
     WHERE t.snapshot_id = ? ORDER BY t.position`,
  ).all(snapshotId);
}

/** What a server was and said of itself, and how it was asked, when a list of it was observed. */
export function readServerState(db: Catalogue, snapshotId: number): ServerState {
  const row = statement<[number], Record<string, string | null>>(
    db,
    `SELECT provenance, package, launch, server_info AS serverInfo, protocol_version AS protocolVersion,
       capabilities, instructions
     FROM snapshots WHERE id = ?`,
  ).get(snapshotId)!;
  const texts = ['provenance', 'protocolVersion', 'instructions'];
  const members = Object.entries(row).filter(([, value]) => value !== null) as [string, string][];
  return Object.fromEntries(
    members.map(([key, value]) => [key, texts.includes(key) ? value : JSON.parse(value)]),
  ) as ServerState;
}

/** Points the server at its new list and its tools at their new definitions; tools that are gone stay known. */
function makePresent(
  db: Catalogue,
  { serverId, at }: Seen,
  snapshotId: number,
  tools: readonly ListedTool[],
): void {
  statement(db, 'UPDATE servers SET snapshot_id = ? WHERE id = ?').run(snapshotId, serverId);
  const known = new Map(knownTools(db, serverId).map((tool) => [tool.name, tool]));
  const taken = new Set([...known.values()].map(({ slug }) => slug.toLowerCase()));
  const update = statement(
    db,
    'UPDATE tools SET digest = ?, position = ?, present = 1 WHERE server_id = ? AND name = ?',
  );
  const insert = statement(
    db,
    'INSERT INTO tools (server_id, name, slug, digest, position, present, first_seen_at) VALUES (?, ?, ?, ?, ?, 1, ?)',
  );
  tools.forEach(({ name, digest }, position) => {
    if (known.delete(name)) return void update.run(digest, position, serverId, name);
    const slug = toolSlug(name, (wanted) => taken.has(wanted.toLowerCase()));
    taken.add(slug.toLowerCase());
    insert.run(serverId, name, slug, digest, position, at);
  });
  const gone = statement(db, 'UPDATE tools SET present = 0 WHERE server_id = ? AND name = ?');
  for (const { name, present } of known.values()) if (present === 1) gone.run(serverId, name);
}

function knownTools(db: Catalogue, serverId: string): { name: string; slug: string; present: 0 | 1 }[] {
  return statement<[string], { name: string; slug: string; present: 0 | 1 }>(
    db,
    'SELECT name, slug, present FROM tools WHERE server_id = ?',
  ).all(serverId);
}
