import type { Observation } from '../records.ts';
import { saysOfServer } from '../changes.ts';
import { carriesList, type Outcome, type Standing } from '../vocabulary.ts';
import { advance, replay, standingOf, type CarriedList, type Standings } from './history.ts';
import type { Catalogue } from './open.ts';
import { jsonOrNull, rawIdentityOf, recordSnapshot, type ListedTool } from './snapshots.ts';
import { statement } from './statement.ts';

/** What storing an observation came to. */
export interface Recorded {
  observationId: number;
  /** The list that was observed, if the outcome carried one. */
  snapshotId: number | undefined;
  /** What became of that list. */
  standing: Standing | undefined;
  /** Whether that list is now the server's present one. */
  current: boolean;
  /** Whether the list, or what it was observed under, differs from the server's last one. */
  changed: boolean;
  /** Whether it is the first list that the server ever gave. */
  first: boolean;
}

/**
 * Stores what one crawl of one listed server gave, all of it or nothing. The same list again only moves the time it
 * was last seen; the same observation of the same run again changes nothing. A failed crawl never takes the place
 * of a good list, nor does a declared list take the place of an observed one; an empty list does when it has come
 * twice (`Standing`). Observations may come in any order: the history is that of the order of their times.
 * @throws SqliteError when the server was never listed (`recordListing`) or the disk fails.
 */
export function recordObservation(db: Catalogue, runId: number, observation: Observation): Recorded {
  return db.transaction(() => record(db, runId, observation))();
}

/**
 * Stores several observations of one run, all or none: where there are many, that is several times as fast as one by
 * one. As `recordObservation` else.
 */
export function recordObservations(
  db: Catalogue,
  runId: number,
  observations: readonly Observation[],
): Recorded[] {
  return db.transaction(() => observations.map((observation) => record(db, runId, observation)))();
}

function record(db: Catalogue, runId: number, observation: Observation): Recorded {
  const { serverId, outcome, finishedAt: at } = observation;
  const sequence = sequenceOf(db, runId, observation);
  const last = lastObservation(db, serverId);
  const present = presentList(db, serverId);
  const list = carriesList(outcome) ? storeList(db, observation, present) : undefined;
  const standings = standingsOf(db, serverId, present, last, list);
  const standing = list && standingOf(standings, list);
  const stored = { runId, sequence, standing, snapshotId: list?.snapshotId };
  const observationId = insertObservation(db, stored, observation);
  const isLate = last !== undefined && sequence < last.sequence;
  if (observationId === undefined || isLate) {
    if (observationId !== undefined) replay(db, serverId);
    return recordedAs(db, serverId, sequence, present);
  }
  const seen = { observationId, runId, serverId, at, outcome, list };
  advance(db, standings, seen, () => list!.listed);
  const current = standing === 'present';
  const changed = current && list?.snapshotId !== present?.snapshotId;
  const first = current && present === undefined;
  return { observationId, snapshotId: list?.snapshotId, standing, current, changed, first };
}

interface PresentList extends CarriedList {
  rawIdentity: string | null;
  lastSeenAt: string;
}

interface LastObservation {
  sequence: string;
  outcome: Outcome;
}

function presentList(db: Catalogue, serverId: string): PresentList | undefined {
  return statement<[string], PresentList>(
    db,
    `SELECT s.id AS snapshotId, s.provenance, s.tool_count AS tools, s.raw_identity AS rawIdentity,
       s.last_seen_at AS lastSeenAt
     FROM servers v JOIN snapshots s ON s.id = v.snapshot_id WHERE v.id = ?`,
  ).get(serverId);
}

function lastObservation(db: Catalogue, serverId: string): LastObservation | undefined {
  return statement<[string], LastObservation>(
    db,
    'SELECT sequence, outcome FROM observations WHERE server_id = ? ORDER BY sequence DESC LIMIT 1',
  ).get(serverId);
}

/** The place of an observation among its server's, the same in every catalogue. */
function sequenceOf(db: Catalogue, runId: number, { finishedAt }: Observation): string {
  const key = statement<[number], { key: string }>(db, 'SELECT key FROM runs WHERE id = ?').get(runId)?.key;
  return `${new Date(finishedAt).toISOString()} ${key ?? ''}`;
}

type StoredList = CarriedList & { listed: readonly ListedTool[] };

/** Stores the list of an observation; nothing of it is looked at where its texts are those of the present list. */
function storeList(db: Catalogue, observation: Observation, present: PresentList | undefined): StoredList {
  const rawIdentity = rawIdentityOf(observation);
  const { finishedAt: at, provenance, tools } = observation;
  if (present !== undefined && present.rawIdentity === rawIdentity && present.lastSeenAt <= at) {
    statement(db, 'UPDATE snapshots SET last_seen_at = ? WHERE id = ?').run(at, present.snapshotId);
    return { ...present, listed: [] };
  }
  const { id, tools: listed } = recordSnapshot(db, observation, rawIdentity);
  return { snapshotId: id, provenance, tools: tools.length, listed };
}

/** Where the server stands before its next observation; only what that one needs is looked up. */
function standingsOf(
  db: Catalogue,
  serverId: string,
  present: PresentList | undefined,
  last: LastObservation | undefined,
  list: CarriedList | undefined,
): Standings {
  const outcome =
    last === undefined || saysOfServer(last.outcome) ? last?.outcome : lastTellingOutcome(db, serverId);
  return { present, suspect: list?.tools === 0 && isSuspect(db, serverId), outcome };
}

function lastTellingOutcome(db: Catalogue, serverId: string): Outcome | undefined {
  const outcomes = statement<[string], { outcome: Outcome }>(
    db,
    'SELECT outcome FROM observations WHERE server_id = ? ORDER BY sequence DESC',
  ).iterate(serverId);
  for (const { outcome } of outcomes) if (saysOfServer(outcome)) return outcome;
  return undefined;
}

/** Whether the last list that came is held back. */
function isSuspect(db: Catalogue, serverId: string): boolean {
  const last = statement<[string], { standing: Standing }>(
    db,
    `SELECT standing FROM observations WHERE server_id = ? AND standing IN ('present', 'suspect')
     ORDER BY sequence DESC LIMIT 1`,
  ).get(serverId);
  return last?.standing === 'suspect';
}

interface Stored {
  runId: number;
  sequence: string;
  standing: Standing | undefined;
  snapshotId: number | undefined;
}

/** The new row's id, or undefined where this very observation is stored already. */
function insertObservation(db: Catalogue, stored: Stored, o: Observation): number | undefined {
  const { prompts, resources, resourceTemplates } = o;
  const hasOffers = prompts !== undefined || resources !== undefined || resourceTemplates !== undefined;
  const { changes, lastInsertRowid } = statement(
    db,
    `INSERT INTO observations (run_id, server_id, sequence, provenance, outcome, detail, started_at, finished_at,
       launch, package, stderr_tail, snapshot_id, standing, offers, login, retry_after_seconds,
       ttl_ms)
     VALUES (@runId, @serverId, @sequence, @provenance, @outcome, @detail, @startedAt, @finishedAt,
       @launch, @package, @stderrTail, @snapshotId, @standing, @offers, @login, @retryAfterSeconds,
       @ttlMs)
     ON CONFLICT (server_id, sequence) DO NOTHING`,
  ).run({
    ...{ runId: stored.runId, sequence: stored.sequence, serverId: o.serverId, provenance: o.provenance },
    ...{ outcome: o.outcome, detail: o.detail, stderrTail: o.stderrTail },
    ...{ startedAt: o.startedAt, finishedAt: o.finishedAt, launch: JSON.stringify(o.launch) },
    ...{ snapshotId: stored.snapshotId ?? null, standing: stored.standing ?? null },
    package: jsonOrNull(o.package),
    offers: hasOffers ? JSON.stringify({ prompts, resources, resourceTemplates }) : null,
    login: jsonOrNull(o.login),
    retryAfterSeconds: o.retryAfterSeconds ?? null,
    ttlMs: o.ttlMs ?? null,
  });
  return changes > 0 ? Number(lastInsertRowid) : undefined;
}

/** What an observation that was stored before, or in the middle of a history, is taken as. */
function recordedAs(
  db: Catalogue,
  serverId: string,
  sequence: string,
  before: PresentList | undefined,
): Recorded {
  const row = statement<
    [string, string],
    { observationId: number; snapshotId: number | null; standing: Standing | null }
  >(
    db,
    `SELECT id AS observationId, snapshot_id AS snapshotId, standing FROM observations
     WHERE server_id = ? AND sequence = ?`,
  ).get(serverId, sequence)!;
  const present = presentList(db, serverId);
  return {
    observationId: row.observationId,
    snapshotId: row.snapshotId ?? undefined,
    standing: row.standing ?? undefined,
    current: row.snapshotId !== null && row.snapshotId === present?.snapshotId,
    changed: present?.snapshotId !== before?.snapshotId,
    first: before === undefined && present !== undefined,
  };
}
