import type { Catalogue } from './open.ts';
import type { Elsewhere, RelatedTool, ToolKey } from './read-tools.ts';
import { statement } from './statement.ts';

/** The related tools of one tool as `relateTools` stored them: the JSON texts of two lists. */
export function relatedTexts(side: Catalogue, { serverId, slug }: ToolKey): [sameName: string, kind: string] {
  const row = statement<[string, string], { name: string; kind: string | null }>(
    side,
    'SELECT same_name AS name, same_kind AS kind FROM related WHERE server_id = ? AND slug = ?',
  ).get(serverId, slug);
  return [row?.name ?? '[]', row?.kind ?? '[]'];
}

/** The related tools of one tool, from the file that `relateTools` wrote. */
export function readRelated(side: Catalogue, key: ToolKey): Elsewhere {
  const [sameName, sameKind] = relatedTexts(side, key);
  return {
    sameName: JSON.parse(sameName) as RelatedTool[],
    sameKind: JSON.parse(sameKind) as RelatedTool[],
  };
}
