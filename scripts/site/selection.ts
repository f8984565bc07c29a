import { listRuns, openCatalogue, type Catalogue } from '../../catalogue/store/index.ts';
import { riskiestServers, serversCrawledSince } from '../../catalogue/store/read-shown.ts';
import { UserError } from '../errors.ts';

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

/** @throws UserError where the catalogue, whose file is named for people, has no such run */
export function requireRun(catalogue: Catalogue, file: string, run: number): void {
  const runs = listRuns(catalogue).map(({ id }) => id);
  if (runs.includes(run)) return;
  const has = runs.length === 0 ? 'it has none' : `the latest is ${Math.max(...runs)}`;
  throw new UserError(`${file} has no run ${run}; ${has}.`);
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
