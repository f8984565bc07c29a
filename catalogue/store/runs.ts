import type { RunStatus } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';

/** One run of the crawler, as stored. Times are ISO 8601, UTC. */
export interface Run {
  id: number;
  status: RunStatus;
  startedAt: string;
  finishedAt: string | null;
  toolriskVersion: string;
}

const COLUMNS = `id, status, started_at AS startedAt, finished_at AS finishedAt, toolrisk_version AS toolriskVersion`;

/** Begins a run. Runs that an earlier process left unfinished are marked interrupted. */
export function startRun(db: Catalogue, run: { startedAt: string; toolriskVersion: string }): number {
  return db.transaction(() => {
    db.prepare(`UPDATE runs SET status = 'interrupted' WHERE status = 'running'`).run();
    const { lastInsertRowid } = db
      .prepare(`INSERT INTO runs (status, started_at, toolrisk_version) VALUES ('running', ?, ?)`)
      .run(run.startedAt, run.toolriskVersion);
    return Number(lastInsertRowid);
  })();
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
  return db.prepare<[], Run>(`SELECT ${COLUMNS} FROM runs ORDER BY id DESC LIMIT 1`).get();
}
