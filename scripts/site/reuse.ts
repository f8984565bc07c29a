/** Pages that would come out the same are taken from the former site, as hard links. */
import { existsSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesElsewhere } from '../../site/src/view/server-files.ts';
import { serverFingerprint } from '../../catalogue/store/fingerprint.ts';
import { openCatalogueForSite, type CatalogueFiles } from './open.ts';

/** Which servers to look at, what their former pages were made from, and where those are. */
export interface ReuseOrder extends CatalogueFiles {
  servers: readonly string[];
  /** The fingerprints of the former site. */
  former: Record<string, string>;
  /** The servers to be made again whatever their fingerprint; the others are kept unlooked at, where it is given. */
  again?: readonly string[] | undefined;
  from: string;
  into: string;
}

export interface Reused {
  /** The servers whose pages were taken over. */
  kept: string[];
  pages: number;
  files: number;
}

/** Links what has not changed into the new site. */
export function reuseServers(order: ReuseOrder): Reused {
  const { catalogue, related, close } = openCatalogueForSite(order);
  const again = order.again && new Set(order.again);
  const reused: Reused = { kept: [], pages: 0, files: 0 };
  try {
    for (const id of order.servers) {
      const former = order.former[id];
      if (former === undefined || again?.has(id)) continue;
      if (!again && serverFingerprint(catalogue, related, id) !== former) continue;
      const count = linkServer(order, filesElsewhere(catalogue, id), id);
      if (!count) continue;
      reused.kept.push(id);
      reused.pages += count.pages;
      reused.files += count.files;
    }
  } finally {
    close();
  }
  return reused;
}

/** Links a server's folder and the files that stand elsewhere; undefined where one of those is missing. */
function linkServer(
  { from, into }: ReuseOrder,
  files: readonly string[],
  id: string,
): Pick<Reused, 'pages' | 'files'> | undefined {
  const folder = `servers/${id}`;
  if (![folder, ...files].every((path) => existsSync(join(from, path)))) return undefined;
  const count = { pages: 0, files: files.length };
  for (const path of files) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    linkSync(join(from, path), join(into, path));
  }
  linkFolder(join(from, folder), join(into, folder), count);
  return count;
}

function linkFolder(from: string, into: string, count: Pick<Reused, 'pages' | 'files'>): void {
  mkdirSync(into, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(into, entry.name);
    if (entry.isDirectory()) linkFolder(source, target, count);
    else {
      linkSync(source, target);
      if (entry.name === 'index.html') count.pages++;
      else count.files++;
    }
  }
}
