import type { Catalogue } from './open.ts';

/** The servers whose tools weigh most: by their number of Critical tools, then of High, then of others. */
export function riskiestServers(db: Catalogue): { id: string; tools: number }[] {
  return db
    .prepare<[], { id: string; tools: number }>(
      `SELECT t.server_id AS id, count(*) AS tools FROM tools t
       CROSS JOIN classifications c INDEXED BY classifications_by_version ON c.digest = t.digest
         AND c.classifier_version = (SELECT version FROM current_classifier)
       WHERE t.present = 1 GROUP BY t.server_id
       ORDER BY sum(c.risk_level = 'Critical') DESC, sum(c.risk_level = 'High') DESC, count(*) DESC, t.server_id`,
    )
    .all();
}

/** All servers, and how many tools each has now, in the order in which they lie in the file. */
export function serverSizes(db: Catalogue): { id: string; tools: number }[] {
  return db
    .prepare<[], { id: string; tools: number }>(
      `SELECT v.id, (SELECT count(*) FROM tools t WHERE t.server_id = v.id AND t.present = 1) AS tools
       FROM servers v ORDER BY v.id`,
    )
    .all();
}

/** The servers that were crawled in a run or after it. */
export function serversCrawledSince(db: Catalogue, runId: number): string[] {
  return db
    .prepare<[number], string>('SELECT DISTINCT server_id FROM observations WHERE run_id >= ?')
    .pluck()
    .all(runId);
}

/**
 * Makes a connection see only some of the servers, with their tools. Views of its own stand before the tables, so that
 * every read is restricted alike; the file stays as it is.
 */
export function restrictTo(db: Catalogue, serverIds: readonly string[]): void {
  db.exec('CREATE TEMP TABLE shown (id TEXT PRIMARY KEY) WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO temp.shown VALUES (?)');
  for (const id of serverIds) insert.run(id);
  db.exec(`
    CREATE TEMP VIEW servers AS SELECT * FROM main.servers WHERE id IN (SELECT id FROM temp.shown);
    CREATE TEMP VIEW tools AS SELECT * FROM main.tools WHERE server_id IN (SELECT id FROM temp.shown);`);
}
