import type { Catalogue } from './open.ts';
import type { Elsewhere, RelatedTool, ToolKey } from './read-tools.ts';
import { statement } from './statement.ts';

/** Who offers a definition now, by server: the first of them, and how many there are. */
export interface Offers {
  total: number;
  first: ToolKey[];
}

/** What a tool has to do with those of other servers. */
export interface Related extends Elsewhere {
  /** Who offers its definition; left out where another server is the first to do so, and tells it. */
  offers?: Offers;
}

interface Row {
  slug: string;
  name: string;
  kind: string;
  offers: string | null;
}

const COLUMNS = 'slug, same_name AS name, same_kind AS kind, offers';

/** All that `relateTools` stored of a server's tools, as it is stored: the same texts, the same relations. */
export function relatedTexts(side: Catalogue, serverId: string): unknown[] {
  const sql = `SELECT ${COLUMNS} FROM related WHERE server_id = ? ORDER BY slug`;
  return statement<[string], unknown[]>(side, sql).raw().all(serverId);
}

/** What each tool of a server has to do with others, by slug, from the file that `relateTools` wrote. */
export function readRelated(side: Catalogue, serverId: string): Map<string, Related> {
  const sql = `SELECT ${COLUMNS} FROM related WHERE server_id = ?`;
  const rows = statement<[string], Row>(side, sql).all(serverId);
  return new Map(rows.map((row) => [row.slug, relatedOf(serverId, row)]));
}

function relatedOf(serverId: string, { slug, name, kind, offers }: Row): Related {
  return {
    sameName: JSON.parse(name) as RelatedTool[],
    sameKind: JSON.parse(kind) as RelatedTool[],
    ...(offers === null ? { offers: { total: 1, first: [{ serverId, slug }] } } : {}),
    ...(offers ? { offers: JSON.parse(offers) as Offers } : {}),
  };
}
