import type { ToolVersion, Verdict } from '../change-records.ts';
import type { Category, Flag, RiskLevel } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import { statement } from './statement.ts';

/** A classifier that was the one whose verdicts readers saw, and the one that was it before. */
export interface ClassifierUse {
  version: string;
  /** Since when, ISO 8601. */
  at: string;
  /** Null for the first. */
  previous: string | null;
}

/** The classifiers in the order in which they were used, the one in use last. */
export function listClassifierUses(db: Catalogue): ClassifierUse[] {
  const sql = 'SELECT version, at FROM classifier_uses ORDER BY at, version';
  const uses = statement<[], Pick<ClassifierUse, 'version' | 'at'>>(db, sql).all();
  return uses.map((use, i) => ({ ...use, previous: uses[i - 1]?.version ?? null }));
}

/** What a version of the classifier said of a definition; the version in use unless another is named. */
export function readVerdict(db: Catalogue, digest: string, version?: string): Verdict | null {
  const row = statement<[string, string | null], VerdictRow>(
    db,
    `SELECT category, risk_level AS riskLevel, json_extract(record, '$.flags') AS flags,
       classifier_version AS classifierVersion
     FROM classifications
     WHERE digest = ? AND classifier_version = coalesce(?, (SELECT version FROM current_classifier))`,
  ).get(digest, version ?? null);
  return row ? { ...row, flags: JSON.parse(row.flags) as Flag[] } : null;
}

interface VerdictRow {
  category: Category;
  riskLevel: RiskLevel;
  /** A JSON array. */
  flags: string;
  classifierVersion: string;
}

/** A definition by its digest, with the verdict on it. */
export function readToolVersion(db: Catalogue, digest: string, version?: string): ToolVersion {
  return { digest, verdict: readVerdict(db, digest, version) };
}
