import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SiteContext } from '../../site/context.ts';
import { cutShell, targetFiles } from '../../site/src/view/target-page.ts';
import { serverView } from '../../site/src/view/server.ts';

const SHELL = 'policy-shell';

/**
 * Writes a page and a file for each target of each server's policy, into the frame that Astro made, and takes that
 * away. Gives the number of pages; the files are counted by who writes them.
 */
export async function writePolicyPages(
  { catalogue, servers, beside }: SiteContext,
  site: string,
): Promise<number> {
  const shell = cutShell(await readFile(join(site, SHELL, 'index.html'), 'utf8'));
  await rm(join(site, SHELL), { recursive: true });
  let pages = 0;
  for (const id of servers) {
    for (const file of targetFiles(shell, serverView(catalogue, id))) {
      beside([file]);
      if (file.path.endsWith('.html')) pages++;
    }
  }
  return pages;
}
