import { sha256 } from '../digest.ts';
import type { Catalogue } from './open.ts';
import { MOST_OFFERS } from './read-offers.ts';
import { relatedTexts } from './read-related.ts';
import { statement } from './statement.ts';

/** Everything of a server that its pages and its tools' pages are made of, save for what depends on it. */
const SERVER = `SELECT v.listing, v.first_listed_at, v.snapshot_id,
    (SELECT count(*) || ' ' || max(o.id) FROM observations o WHERE o.server_id = v.id) AS crawls,
    (SELECT json_group_array(s.id || ' ' || s.last_seen_at) FROM snapshots s WHERE s.server_id = v.id) AS lists
  FROM servers v WHERE v.id = ?`;

/** Verdicts are never changed in place without a new time; definitions never at all. */
const TOOLS = `SELECT t.name, t.slug, t.digest, t.position, t.present, t.first_seen_at, d.first_seen_at,
    c.classifier_version, c.classified_at, c.provisional,
    (SELECT count(*) FROM tools o WHERE o.digest = t.digest AND o.present = 1) AS offers,
    (SELECT group_concat(server_id) FROM (SELECT o.server_id FROM tools o
     WHERE o.digest = t.digest AND o.present = 1 ORDER BY o.server_id LIMIT ${MOST_OFFERS})) AS offered
  FROM tools t JOIN definitions d ON d.digest = t.digest
  LEFT JOIN classifications c ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  WHERE t.server_id = ? ORDER BY t.name`;

/** The same of its tools, without who else offers them: that is nothing of their own. */
const OWN_TOOLS = `SELECT t.name, t.slug, t.digest, t.position, t.first_seen_at, d.first_seen_at,
    c.classifier_version, c.classified_at, c.provisional
  FROM tools t JOIN definitions d ON d.digest = t.digest
  LEFT JOIN classifications c ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  WHERE t.server_id = ? AND t.present = 1 ORDER BY t.name`;

/** A digest of a server's own record and of its tools': the same digest, the same records. */
export function recordFingerprint(db: Catalogue, serverId: string): string {
  const server = statement<[string], object>(db, SERVER).get(serverId);
  const tools = statement<[string], object>(db, OWN_TOOLS).raw().all(serverId);
  return sha256(JSON.stringify([server, tools])).slice(0, 24);
}

/**
 * A digest of all that the pages of a server and of its tools show: the same digest, the same pages. It is taken from
 * keys and times, without reading what they stand for.
 * @param side the file that `relateTools` wrote, for what the pages say of other servers' tools
 */
export function serverFingerprint(db: Catalogue, side: Catalogue, serverId: string): string {
  const server = statement<[string], object>(db, SERVER).get(serverId);
  const tools = statement<[string], { slug: string; present: 0 | 1 }>(db, TOOLS).all(serverId);
  const related = tools
    .filter(({ present }) => present === 1)
    .map(({ slug }) => relatedTexts(side, { serverId, slug }));
  return sha256(JSON.stringify([server, tools, related]));
}
