import type { ChangeKind, RunStatus } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import { runKey } from './run-key.ts';

/** One run of the crawler, as stored. Times are ISO 8601, UTC. */
export interface Run {
  id: number;
  /** Names the run in every catalogue that holds it; its id is this catalogue's own. */
  key: string;
  status: RunStatus;
  startedAt: string;
  finishedAt: string | null;
  toolriskVersion: string;
}

/** A run and what it came to. */
export interface RunSummary extends Run {
  /** How many servers were crawled. */
  servers: number;
  /** How many changes of each kind it found; a tool that changed is counted as redefined, whatever its verdict. */
  changes: Partial<Record<StoredChangeKind, number>>;
}

/** The changes that a crawl finds; those of a verdict depend on the classifier too. */
export type StoredChangeKind = Exclude<ChangeKind, 'reclassified'>;

const COLUMNS = `id, key, status, started_at AS startedAt, finished_at AS finishedAt,
  toolrisk_version AS toolriskVersion`;

/** Begins a run. Runs that an earlier process left unfinished are marked interrupted. */
export function startRun(db: Catalogue, run: { startedAt: string; toolriskVersion: string }): number {
  return db.transaction(() => {
    db.prepare(`UPDATE runs SET status = 'interrupted' WHERE status = 'running'`).run();
    const { lastInsertRowid } = db
      .prepare(`INSERT INTO runs (key, status, started_at, toolrisk_version) VALUES (?, 'running', ?, ?)`)
      .run(runKey(), run.startedAt, run.toolriskVersion);
    return Number(lastInsertRowid);
  })();
}

/** The id here of a run that was begun elsewhere, made known where it is not yet. It is running until it is ended. */
export function adoptRun(db: Catalogue, run: Pick<Run, 'key' | 'startedAt' | 'toolriskVersion'>): number {
  db.prepare(
    `INSERT INTO runs (key, status, started_at, toolrisk_version) VALUES (@key, 'running', @startedAt, @toolriskVersion)
     ON CONFLICT (key) DO NOTHING`,
  ).run(run);
  return db.prepare<[string], number>('SELECT id FROM runs WHERE key = ?').pluck().get(run.key)!;
}

/** Ends a run as finished or interrupted. */
export function finishRun(
  db: Catalogue,
  runId: number,
  end: { status: Exclude<RunStatus, 'running'>; finishedAt: string },
): void {
  db.prepare('UPDATE runs SET status = ?, finished_at = ? WHERE id = ?').run(
    end.status,
    end.finishedAt,
    runId,
  );
}

/** The newest run, if there was any. */
export function latestRun(db: Catalogue): Run | undefined {
  return db.prepare<[], Run>(`SELECT ${COLUMNS} FROM runs ORDER BY started_at DESC, key DESC LIMIT 1`).get();
}

/** All runs, newest first, with what each came to. */
export function listRuns(db: Catalogue): RunSummary[] {
  const runs = db.prepare<[], Run>(`SELECT ${COLUMNS} FROM runs ORDER BY started_at DESC, key DESC`).all();
  return runs.map((run) => ({ ...run, ...summaryOf(db, run.id) }));
}

/** One run with what it came to, or undefined where there is none of that id. */
export function readRun(db: Catalogue, runId: number): RunSummary | undefined {
  const run = db.prepare<[number], Run>(`SELECT ${COLUMNS} FROM runs WHERE id = ?`).get(runId);
  return run && { ...run, ...summaryOf(db, runId) };
}

function summaryOf(db: Catalogue, runId: number): Pick<RunSummary, 'servers' | 'changes'> {
  const servers = db
    .prepare<[number], number>('SELECT count(*) FROM observations WHERE run_id = ?')
    .pluck()
    .get(runId)!;
  const changes = db
    .prepare<[number], [StoredChangeKind, number]>(
      'SELECT kind, count(*) FROM changes WHERE run_id = ? GROUP BY kind',
    )
    .raw()
    .all(runId);
  return { servers, changes: Object.fromEntries(changes) };
}
