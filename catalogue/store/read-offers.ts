import type { Catalogue } from './open.ts';
import type { ToolKey } from './read-tools.ts';
import { statement } from './statement.ts';

/** How many of the servers that offer a definition are named. */
export const MOST_OFFERS = 100;

/** Who offers a definition now, by server: the first of them, and how many there are. */
export interface Offers {
  total: number;
  first: ToolKey[];
}

/** The servers that offer a definition. A server has a tool of one name once, so it offers a definition once. */
export function readOffers(db: Catalogue, digest: string): Offers {
  const offering = 'FROM tools WHERE digest = ? AND present = 1';
  const first = statement<[string], ToolKey>(
    db,
    `SELECT server_id AS serverId, slug ${offering} ORDER BY server_id LIMIT ${MOST_OFFERS}`,
  ).all(digest);
  if (first.length < MOST_OFFERS) return { total: first.length, first };
  const { n } = statement<[string], { n: number }>(db, `SELECT count(*) AS n ${offering}`).get(digest)!;
  return { total: n, first };
}

/** The digests of a server's definitions of which it is the first to offer them. */
export function definitionsOfferedFirst(db: Catalogue, serverId: string): string[] {
  return statement<[string], { digest: string }>(
    db,
    `SELECT t.digest FROM tools t CROSS JOIN classifications c ON c.digest = t.digest
       AND c.classifier_version = (SELECT version FROM current_classifier)
     WHERE t.server_id = ? AND t.present = 1 AND t.server_id =
       (SELECT min(o.server_id) FROM tools o WHERE o.digest = t.digest AND o.present = 1)`,
  )
    .all(serverId)
    .map(({ digest }) => digest);
}
