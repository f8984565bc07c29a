import { sha256 } from '../digest.ts';
import type { Catalogue } from './open.ts';
import { relatedTexts } from './read-related.ts';
import { statement } from './statement.ts';

/** Everything of a server that its pages and its tools' pages are made of, save for what depends on it. */
const SERVER = `SELECT v.listing, v.first_listed_at, v.snapshot_id,
    (SELECT count(*) || ' ' || max(o.id) FROM observations o WHERE o.server_id = v.id) AS crawls,
    (SELECT json_group_array(s.id || ' ' || s.last_seen_at) FROM snapshots s WHERE s.server_id = v.id) AS lists
  FROM servers v WHERE v.id = ?`;

/** Verdicts are never changed in place without a new time; definitions never at all. */
const TOOLS = `SELECT t.name, t.slug, t.digest, t.position, t.present, t.first_seen_at,
    d.first_seen_at, c.classifier_version, c.classified_at, c.provisional
  FROM tools t JOIN definitions d ON d.digest = t.digest
  LEFT JOIN classifications c ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  WHERE t.server_id = ? ORDER BY t.name`;

/**
 * A digest of a server's own record and of its tools': the same digest, the same records. It is taken from keys and
 * times, without reading what they stand for.
 */
export function recordFingerprint(db: Catalogue, serverId: string): string {
  const server = statement<[string], object>(db, SERVER).raw().get(serverId);
  const tools = statement<[string], object>(db, TOOLS).raw().all(serverId);
  return sha256(JSON.stringify([server, tools])).slice(0, 24);
}

/**
 * A digest of all that the pages of a server and of its tools show: the same digest, the same pages.
 * @param record the server's `recordFingerprint`
 * @param side the file that `relateTools` wrote, for what the pages say of other servers' tools
 */
export function pagesFingerprint(record: string, side: Catalogue, serverId: string): string {
  return sha256(JSON.stringify([record, relatedTexts(side, serverId)])).slice(0, 24);
}
