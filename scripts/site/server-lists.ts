import { grade } from '../../catalogue/grade.ts';
import type { ServerSummary } from '../../catalogue/store/index.ts';
import { serverApiPath, serverPath } from '../../site/src/view/addresses.ts';
import { numbered } from './sharded-file.ts';

/** Servers in a list of the API. */
const LISTED = 2000;

/** The lists of servers that the API's index names, as texts by path. */
export function serverLists(summaries: readonly ServerSummary[]): [path: string, text: string][] {
  const lists: [string, string][] = [];
  for (let at = 0; at < summaries.length; at += LISTED) {
    const list = summaries.slice(at, at + LISTED).map(({ id, name, publisher, outcome, tools, levels }) => ({
      ...{ id, name, publisher, outcome, grade: grade(levels) ?? null, tools, levels },
      ...{ page: serverPath(id), record: serverApiPath(id) },
    }));
    lists.push([`/api/v1/servers-${numbered(lists.length + 1)}.json`, `${JSON.stringify(list)}\n`]);
  }
  return lists;
}
