import type { Change, Verdict } from '../change-records.ts';
import {
  addition,
  compareServers,
  compareTool,
  isRiskier,
  outcomeChange,
  reclassification,
  removal,
  type ToolState,
} from '../changes.ts';
import { RISK_LEVELS, rank, type Outcome } from '../vocabulary.ts';
import { readServerState } from './history.ts';
import type { Catalogue } from './open.ts';
import { readDefinition } from './read-tools.ts';
import type { StoredChangeKind } from './runs.ts';
import { statement } from './statement.ts';
import { readToolVersion, readVerdict, type ClassifierUse } from './verdicts.ts';

/** A change with where and when it was found. */
export interface RecordedChange {
  serverId: string;
  serverName: string;
  /** Address of the tool's page below its server's, for a change of a tool. */
  slug: string | null;
  /** Whether the tool is there now, so that it has a page. */
  present: boolean;
  /** The run that found it; null where a new classifier made it. */
  runId: number | null;
  /** When it was found, ISO 8601. */
  at: string;
  /** For a removed tool: whether the server still offers it, in a form that cannot be taken. */
  quarantined: boolean;
  change: Change;
}

/** The row of one stored change: where it was found, and what is compared. */
export interface ChangeRow extends Omit<RecordedChange, 'change' | 'quarantined' | 'present'> {
  present: 0 | 1;
  kind: StoredChangeKind;
  tool: string | null;
  before: string | null;
  after: string | null;
  fromSnapshot: number | null;
  toSnapshot: number | null;
}

export const CHANGE_ROWS = `SELECT c.run_id AS runId, c.server_id AS serverId, v.name AS serverName, c.kind, c.tool,
    c.before, c.after, c.from_snapshot_id AS fromSnapshot, c.to_snapshot_id AS toSnapshot, o.finished_at AS at,
    t.slug, coalesce(t.present, 0) AS present
  FROM changes c JOIN observations o ON o.id = c.observation_id JOIN servers v ON v.id = c.server_id
  LEFT JOIN tools t ON t.server_id = c.server_id AND t.name = c.tool`;

/** What a change is ordered by, known without comparing definitions. */
type Weight = { raises: boolean; steps: number };

/**
 * What a run found changed, streamed: what raises the risk first, the steepest first, then by server. A tool that was
 * redefined and has another verdict gives two changes, `redefined` and `reclassified`.
 * @param order `server` gives them by server instead, in the order in which they were found
 */
export function* runChanges(
  db: Catalogue,
  runId: number,
  order: 'risk' | 'server' = 'risk',
): Generator<RecordedChange> {
  const rows = statement<[number], ChangeRow>(
    db,
    `${CHANGE_ROWS} WHERE c.run_id = ? ORDER BY c.server_id, c.observation_id, c.position`,
  ).all(runId);
  if (order === 'server') for (const row of rows) yield* recordedChanges(db, row);
  else {
    const weighed = rows.map((row) => ({ row, weight: weightOf(db, row) }));
    weighed.sort(({ weight: a }, { weight: b }) => Number(b.raises) - Number(a.raises) || b.steps - a.steps);
    for (const { row } of weighed) yield* recordedChanges(db, row);
  }
}

function weightOf(db: Catalogue, row: ChangeRow): Weight {
  if (row.kind === 'outcome' || row.kind === 'circumstances') return { raises: false, steps: 0 };
  if (row.kind === 'server')
    return { raises: changesOf(db, row).some(({ raisesRisk }) => raisesRisk === true), steps: 0 };
  const [before, after] = [row.before, row.after].map((digest) =>
    digest === null ? null : readVerdict(db, digest),
  );
  const steps = levelOf(after) - levelOf(before);
  if (row.kind === 'redefined') return { raises: !!before && !!after && isRiskier(before, after), steps };
  return { raises: row.kind === 'added' && levelOf(after) >= rank(RISK_LEVELS, 'High'), steps };
}

const levelOf = (verdict: Verdict | null | undefined) => (verdict ? rank(RISK_LEVELS, verdict.riskLevel) : 0);

/** The changes that a stored row stands for, with where and when they were found. */
export function* recordedChanges(db: Catalogue, row: ChangeRow): Generator<RecordedChange> {
  const { runId, serverId, serverName, slug, at } = row;
  const place = { runId, serverId, serverName, slug, at, present: row.present === 1 };
  const quarantined = row.kind === 'removed' && isQuarantined(db, row);
  for (const change of changesOf(db, row)) yield { ...place, quarantined, change };
}

function changesOf(db: Catalogue, row: ChangeRow): Change[] {
  const { tool, before, after } = row as { tool: string; before: string; after: string };
  switch (row.kind) {
    case 'added':
      return [addition(tool, readToolVersion(db, after))];
    case 'removed':
      return [removal(tool, readToolVersion(db, before))];
    case 'redefined':
      return compareTool(toolState(db, before), toolState(db, after));
    case 'outcome':
      return [outcomeChange(before as Outcome, after as Outcome)].filter((change) => change !== undefined);
    case 'server':
    case 'circumstances':
      return compareServers(
        readServerState(db, row.fromSnapshot!),
        readServerState(db, row.toSnapshot!),
      ).filter(({ kind }) => kind === row.kind);
  }
}

function toolState(db: Catalogue, digest: string): ToolState {
  return { ...readToolVersion(db, digest), definition: readDefinition(db, digest)! };
}

function isQuarantined(db: Catalogue, { toSnapshot, tool }: ChangeRow): boolean {
  const sql = 'SELECT 1 FROM quarantined_tools WHERE snapshot_id = ? AND name = ?';
  return statement(db, sql).get(toSnapshot, tool) !== undefined;
}

/**
 * The tools whose verdict another version of the classifier changed, streamed, server by server. Only tools that still
 * are as they were then: of the others their histories tell.
 */
export function* classifierChanges(db: Catalogue, use: ClassifierUse): Generator<RecordedChange> {
  if (use.previous === null) return;
  type Row = Pick<RecordedChange, 'serverId' | 'serverName' | 'slug'> & { tool: string; digest: string };
  const rows = statement<unknown[], Row>(
    db,
    `SELECT t.server_id AS serverId, v.name AS serverName, t.slug, t.name AS tool, t.digest
     FROM classifications n INDEXED BY classifications_by_version
     JOIN classifications p INDEXED BY classifications_by_version
       ON p.digest = n.digest AND p.classifier_version = @previous
     JOIN tools t ON t.digest = n.digest AND t.present = 1 JOIN servers v ON v.id = t.server_id
     WHERE n.classifier_version = @version AND t.first_seen_at < @at
       AND (n.category <> p.category OR n.risk_level <> p.risk_level)
       AND NOT EXISTS (
         SELECT 1 FROM changes c JOIN observations o ON o.id = c.observation_id
         WHERE c.server_id = t.server_id AND c.tool = t.name AND o.finished_at >= @at)
     ORDER BY t.server_id, t.position`,
  ).iterate({ ...use });
  for (const { tool, digest, ...place } of rows)
    yield* reclassified(db, use, { ...place, tool, digest, present: true });
}

/** Whether and how a change of classifier changed the verdict on a tool's definition. */
export function* reclassified(
  db: Catalogue,
  { version, previous, at }: ClassifierUse,
  {
    tool,
    digest,
    ...place
  }: Pick<RecordedChange, 'serverId' | 'serverName' | 'slug' | 'present'> & {
    tool: string;
    digest: string;
  },
): Generator<RecordedChange> {
  if (previous === null) return;
  const [before, after] = [readToolVersion(db, digest, previous), readToolVersion(db, digest, version)];
  for (const change of reclassification(tool, before, after))
    yield { ...place, runId: null, at, quarantined: false, change };
}
