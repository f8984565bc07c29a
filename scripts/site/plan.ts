import { join } from 'node:path';
import type { Part } from './part.ts';

/** A server and how many pages its part of the site has. */
export interface Weight {
  id: string;
  pages: number;
}

/** A process keeps its addresses in memory: some 25,000 pages take half a gigabyte. */
const MOST_PAGES = 25_000;
/** Below this, starting another process costs more than it brings. */
const FEWEST_PAGES = 2000;

/**
 * Cuts the site into parts of about the same size, in the order of the servers: one for a small site, otherwise at
 * least one for each worker beside the one for pages that are about no one server.
 */
export function planParts(
  servers: readonly Weight[],
  {
    workers,
    workspace,
    most = MOST_PAGES,
  }: { workers: number; workspace: string; most?: number | undefined },
): Part[] {
  const pages = servers.reduce((sum, server) => sum + server.pages, 0);
  const at = (n: number) => join(workspace, `part-${n}`);
  if (pages <= Math.min(FEWEST_PAGES, most))
    return [{ servers: servers.map(({ id }) => id), siteWide: true, workspace: at(0) }];
  const size = Math.min(most, Math.max(FEWEST_PAGES, Math.ceil(pages / workers / 2)));
  return [
    { servers: [], siteWide: true, workspace: at(0) },
    ...cut(servers, size).map((share, i) => ({ servers: share, siteWide: false, workspace: at(i + 1) })),
  ];
}

/** The servers' ids in as many runs of about the same number of pages as there are workers. */
export function shares(servers: readonly Weight[], workers: number): string[][] {
  const pages = servers.reduce((sum, server) => sum + server.pages, 0);
  return cut(servers, Math.ceil(pages / workers));
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
