import { openCatalogue, type Catalogue } from '../../catalogue/store/index.ts';
import { riskiestServers, serversCrawledSince } from '../../catalogue/store/read-shown.ts';

/** The servers that are shown when only so many tool pages may be made: whole servers, riskiest first. */
export function serversToShow(catalogue: Catalogue, tools: number): string[] {
  let left = tools;
  return riskiestServers(catalogue)
    .filter((server) => {
      const fits = server.tools <= left;
      if (fits) left -= server.tools;
      return fits;
    })
    .map(({ id }) => id);
}

/** The servers that were crawled in a run or after it. */
export function serversToMakeAgain(db: string, since: number): string[] {
  const catalogue = openCatalogue(db, 'read');
  try {
    return serversCrawledSince(catalogue, since);
  } finally {
    catalogue.close();
  }
}
