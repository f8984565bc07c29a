import { kindKey } from '../kind.ts';
import { ToolDefinition, type Classification } from '../records.ts';
import type { Catalogue } from './open.ts';

/** A stored definition on its way to the classifier. */
export interface StoredDefinition {
  digest: string;
  definition: ToolDefinition;
}

/**
 * Definitions that this version of the classifier has not judged yet, or only provisionally, streamed in the order
 * in which they were first stored.
 */
export function* unclassifiedDefinitions(
  db: Catalogue,
  classifierVersion: string,
): Generator<StoredDefinition> {
  // Batches, not one open cursor: SQLite allows no write on a connection while it steps through a query.
  const page = db.prepare<[number, string], { row: number; digest: string; raw: string }>(
    `SELECT rowid AS row, digest, raw FROM definitions d
     WHERE rowid > ? AND NOT EXISTS (
       SELECT 1 FROM classifications c
       WHERE c.digest = d.digest AND c.classifier_version = ? AND c.provisional = 0)
     ORDER BY rowid LIMIT 500`,
  );
  for (let after = 0, rows = page.all(after, classifierVersion); rows.length > 0;) {
    for (const { digest, raw } of rows) yield { digest, definition: ToolDefinition.parse(JSON.parse(raw)) };
    after = rows.at(-1)!.row;
    rows = page.all(after, classifierVersion);
  }
}

/** Stores verdicts in one transaction. A verdict of the same digest and version is replaced. */
export function recordClassifications(
  db: Catalogue,
  verdicts: readonly { name: string; classification: Classification; provisional?: boolean }[],
  at: string,
): void {
  const insert = db.prepare(
    `INSERT INTO classifications (digest, classifier_version, category, risk_level, kind, classified_at, record,
       provisional)
     VALUES (@digest, @classifierVersion, @category, @riskLevel, @kind, @at, @record, @provisional)
     ON CONFLICT (digest, classifier_version) DO UPDATE SET
       category = @category, risk_level = @riskLevel, kind = @kind, classified_at = @at, record = @record,
       provisional = @provisional`,
  );
  db.transaction(() => {
    for (const { name, classification, provisional = false } of verdicts) {
      const { digest, classifierVersion, category, riskLevel } = classification;
      const kind = kindKey(name, classification);
      insert.run({
        provisional: Number(provisional),
        digest,
        classifierVersion,
        category,
        riskLevel,
        kind,
        at,
        record: JSON.stringify(classification),
      });
    }
  })();
}

/**
 * Makes a classifier version's verdicts the ones that readers see.
 * @param at since when, ISO 8601; what this reclassifies is read as a change of that time
 */
export function setCurrentClassifier(
  db: Catalogue,
  version: string,
  at: string = new Date().toISOString(),
): void {
  db.transaction(() => {
    const { changes } = db
      .prepare(
        `INSERT INTO current_classifier (only, version) VALUES (1, @version)
         ON CONFLICT (only) DO UPDATE SET version = @version WHERE version <> @version`,
      )
      .run({ version });
    if (changes > 0)
      db.prepare('INSERT OR IGNORE INTO classifier_uses (at, version) VALUES (?, ?)').run(at, version);
  })();
}
