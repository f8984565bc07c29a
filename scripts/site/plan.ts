import { join } from 'node:path';
import { fingerprintsOf, type Fingerprints } from './fingerprints.ts';
import type { Part } from './part.ts';

/** A server and how many pages its part of the site has. */
export interface Weight {
  id: string;
  pages: number;
}

/**
 * A process is given about so many pages at a time, so that none is left alone with much at the end. Where there are
 * no more in all, starting another process costs more than it brings.
 */
const PAGES_IN_PART = 4000;

/** Whether one part is enough for all. */
export function fitsInOne(servers: readonly Weight[], most = PAGES_IN_PART): boolean {
  return pagesOfAll(servers) <= Math.min(PAGES_IN_PART, most);
}

const pagesOfAll = (servers: readonly Weight[]): number => servers.reduce((sum, { pages }) => sum + pages, 0);

export interface Planned {
  workspace: string;
  site: string;
  fingerprints: Fingerprints;
  most?: number | undefined;
}

/** Cuts servers into parts of about the same size. The first part is that of no one server. */
export function planParts(
  servers: readonly Weight[],
  { workspace, site, fingerprints, most = PAGES_IN_PART }: Planned,
): Part[] {
  return cut(servers, most).map((share, i) => ({
    servers: share,
    fingerprints: fingerprintsOf(fingerprints, share),
    siteWide: false,
    workspace: join(workspace, `part-${i + 1}`),
    place: site,
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
