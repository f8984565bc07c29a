/** Which servers' pages would come out the same and can stay where they are. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pagesFingerprint } from '../../catalogue/store/fingerprint.ts';
import { serverPlaces } from '../../site/src/view/server-files.ts';
import type { Fingerprints } from './fingerprints.ts';
import { openCatalogueForSite, type CatalogueFiles } from './open.ts';

/** Which servers to look at, what their former pages were made from, and where those are. */
export interface ReuseOrder extends CatalogueFiles {
  servers: readonly string[];
  /** Those of their records. */
  fingerprints: Fingerprints;
  /** Those of their pages on the former site. */
  former: Fingerprints;
  /** The servers to be made again whatever their fingerprint; the others are kept unlooked at, where it is given. */
  again?: readonly string[] | undefined;
  /** The former site. */
  from: string;
}

/** The servers whose pages stay. */
export type Reused = string[];

/** Compares fingerprints, and looks whether what was made is still there. */
export function reuseServers({ servers, fingerprints, former, again, from, ...files }: ReuseOrder): Reused {
  const { related, close } = openCatalogueForSite(files);
  const anew = again && new Set(again);
  const same = (id: string): boolean =>
    anew ? !anew.has(id) : pagesFingerprint(fingerprints[id]!, related(), id) === former[id];
  const isThere = finder(from);
  try {
    return servers.filter((id) => former[id] !== undefined && same(id) && serverPlaces(id).every(isThere));
  } finally {
    close();
  }
}

/** Looks for paths below a site. A folder is read as a whole: to ask for each of its entries takes ten times as long. */
function finder(site: string): (path: string) => boolean {
  const folders = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const folder = join(site, dirname(path));
    let names = folders.get(folder);
    if (!names) folders.set(folder, (names = new Set(existsSync(folder) ? readdirSync(folder) : [])));
    return names.has(basename(path));
  };
}
