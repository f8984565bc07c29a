import { join } from 'node:path';
import type { Part } from './part.ts';

/** A server and how many pages its part of the site has. */
export interface Weight {
  id: string;
  pages: number;
}

/** A process is given no more at a time, so that none is left alone with much at the end. */
const MOST_PAGES = 100_000;
/** Below this, starting another process costs more than it brings. */
const FEWEST_PAGES = 4000;

/** Whether one part is enough for all. */
export function fitsInOne(servers: readonly Weight[], most = MOST_PAGES): boolean {
  return pagesOfAll(servers) <= Math.min(FEWEST_PAGES, most);
}

const pagesOfAll = (servers: readonly Weight[]): number => servers.reduce((sum, { pages }) => sum + pages, 0);

/** Cuts servers into parts of about the same size, a few for each worker. The first part is that of no one server. */
export function planParts(
  servers: readonly Weight[],
  {
    workers,
    workspace,
    most = MOST_PAGES,
  }: { workers: number; workspace: string; most?: number | undefined },
): Part[] {
  const size = Math.min(most, Math.max(FEWEST_PAGES, Math.ceil(pagesOfAll(servers) / workers / 2)));
  return cut(servers, size).map((share, i) => ({
    servers: share,
    siteWide: false,
    workspace: join(workspace, `part-${i + 1}`),
  }));
}

/** The servers' ids in as many runs of about the same number of pages as there are workers. */
export function shares(servers: readonly Weight[], workers: number): string[][] {
  return cut(servers, Math.ceil(pagesOfAll(servers) / workers));
}

/** Runs of servers that have about `size` pages together. */
function cut(servers: readonly Weight[], size: number): string[][] {
  const runs: string[][] = [];
  let left = 0;
  for (const { id, pages } of servers) {
    if (left <= 0) {
      runs.push([]);
      left = size;
    }
    runs.at(-1)!.push(id);
    left -= pages;
  }
  return runs;
}
