import { saysOfServer } from '../changes.ts';
import { OUTCOMES, type Outcome, type Standing } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';

/** What a recrawl decides by: how a server was listed, and how it was last crawled. */
export interface LastCrawl {
  serverId: string;
  /** The listing as stored, JSON. */
  listing: string;
  /** Since when it is listed so, ISO 8601. */
  listedAt: string;
  /** When it was last crawled, ISO 8601; null where it never was. */
  at: string | null;
  outcome: Outcome | null;
  standing: Standing | null;
  /** Version of the package that was installed. */
  packageVersion: string | null;
  retryAfterSeconds: number | null;
  /** Milliseconds for which the server said that its list stays the same. */
  ttlMs: number | null;
}

/** Every listed server by its id, with its last crawl; what ended before the server was asked does not count. */
export function lastCrawls(db: Catalogue): Map<string, LastCrawl> {
  const silent = OUTCOMES.filter((outcome) => !saysOfServer(outcome));
  const rows = db
    .prepare<string[], LastCrawl>(
      `SELECT v.id AS serverId, v.listing, v.listed_at AS listedAt, o.finished_at AS at, o.outcome, o.standing,
         json_extract(o.package, '$.version') AS packageVersion, o.retry_after_seconds AS retryAfterSeconds,
         o.ttl_ms AS ttlMs
       FROM servers v LEFT JOIN observations o ON o.server_id = v.id AND o.sequence = (
         SELECT l.sequence FROM observations l
         WHERE l.server_id = v.id AND l.outcome NOT IN (${silent.map(() => '?').join(', ')})
         ORDER BY l.sequence DESC LIMIT 1)`,
    )
    .all(...silent);
  return new Map(rows.map((row) => [row.serverId, row]));
}
