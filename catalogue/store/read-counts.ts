import type { Category, Outcome, RiskLevel } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';

/** What the whole catalogue holds, whatever the verdicts are. */
export interface Holdings {
  servers: number;
  serversWithTools: number;
  tools: number;
  definitions: number;
  /** Outcomes of each server's last crawl. */
  outcomes: Partial<Record<Outcome, number>>;
  classifierVersion: string | null;
}

/** The same with its tools' verdicts; what no tool has is left out. */
export interface Counts extends Holdings {
  levels: Partial<Record<RiskLevel, number>>;
  categories: Partial<Record<Category, number>>;
}

/** The version whose verdicts are shown, or null where nothing was classified yet. */
export function currentClassifier(db: Catalogue): string | null {
  const version = db.prepare('SELECT version FROM current_classifier').pluck().get() as string | undefined;
  return version ?? null;
}

/** Counts servers, tools and verdicts, now. */
export function counts(db: Catalogue): Counts {
  const verdicts = db
    .prepare<[], VerdictCount>(
      `SELECT c.category, c.risk_level AS level, count(*) AS n
       FROM tools t JOIN current_classifications c ON c.digest = t.digest WHERE t.present = 1 GROUP BY 1, 2`,
    )
    .all();
  return {
    ...holdings(db),
    levels: summed(verdicts, ({ level }) => level),
    categories: summed(verdicts, ({ category }) => category),
  };
}

/** Counts servers and tools, now: without reading half a million verdicts. */
export function holdings(db: Catalogue): Holdings {
  const one = (sql: string) => db.prepare(sql).pluck().get() as number;
  const grouped = (sql: string) => Object.fromEntries(db.prepare(sql).raw().all() as [string, number][]);
  return {
    servers: one('SELECT count(*) FROM servers'),
    serversWithTools: one('SELECT count(DISTINCT server_id) FROM tools WHERE present = 1'),
    tools: one('SELECT count(*) FROM tools WHERE present = 1'),
    definitions: one('SELECT count(DISTINCT digest) FROM tools WHERE present = 1'),
    outcomes: grouped(
      `SELECT coalesce((SELECT o.outcome FROM observations o WHERE o.server_id = v.id ORDER BY o.sequence DESC LIMIT 1),
         'not-crawled'), count(*) FROM servers v GROUP BY 1`,
    ),
    classifierVersion: currentClassifier(db),
  };
}

interface VerdictCount {
  category: Category;
  level: RiskLevel;
  n: number;
}

function summed<Key extends string>(
  rows: readonly VerdictCount[],
  keyOf: (row: VerdictCount) => Key,
): Partial<Record<Key, number>> {
  const sums: Partial<Record<Key, number>> = {};
  for (const row of rows) sums[keyOf(row)] = (sums[keyOf(row)] ?? 0) + row.n;
  return sums;
}
