/** Which servers' pages would come out the same and can stay where they are. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverFingerprint } from '../../catalogue/store/fingerprint.ts';
import { serverPlaces } from '../../site/src/view/server-files.ts';
import { openCatalogueForSite, type CatalogueFiles } from './open.ts';

/** Which servers to look at, what their former pages were made from, and where those are. */
export interface ReuseOrder extends CatalogueFiles {
  servers: readonly string[];
  /** The fingerprints of the former site. */
  former: Record<string, string>;
  /** The servers to be made again whatever their fingerprint; the others are kept unlooked at, where it is given. */
  again?: readonly string[] | undefined;
  /** The former site. */
  from: string;
}

/** The servers whose pages stay. */
export type Reused = string[];

/** Compares fingerprints, and looks whether what was made is still there. */
export function reuseServers({ servers, former, again, from, ...files }: ReuseOrder): Reused {
  const { catalogue, related, close } = openCatalogueForSite(files);
  const anew = again && new Set(again);
  const same = (id: string): boolean =>
    anew ? !anew.has(id) : serverFingerprint(catalogue, related(), id) === former[id];
  const isThere = (id: string): boolean => serverPlaces(id).every((path) => existsSync(join(from, path)));
  try {
    return servers.filter((id) => former[id] !== undefined && same(id) && isThere(id));
  } finally {
    close();
  }
}
