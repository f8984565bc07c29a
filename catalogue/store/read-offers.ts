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
