import { recordFingerprint } from '../../catalogue/store/fingerprint.ts';
import { openCatalogue } from '../../catalogue/store/index.ts';
import { serverSizes } from '../../catalogue/store/read-shown.ts';
import type { CatalogueFiles } from './open.ts';

/** Digests by the ids of servers. */
export type Fingerprints = Readonly<Record<string, string>>;

/** The fingerprint of every server's record, whichever servers have pages. */
export function fingerprintServers({ db }: CatalogueFiles): Fingerprints {
  const catalogue = openCatalogue(db, 'read');
  try {
    catalogue.exec('BEGIN');
    return Object.fromEntries(serverSizes(catalogue).map(({ id }) => [id, recordFingerprint(catalogue, id)]));
  } finally {
    catalogue.close();
  }
}

/** Those of some servers, as far as they are there. */
export function fingerprintsOf(all: Fingerprints, servers: readonly string[]): Fingerprints {
  return Object.fromEntries(servers.flatMap((id) => (Object.hasOwn(all, id) ? [[id, all[id]!]] : [])));
}
