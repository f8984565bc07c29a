import { listServers, type Catalogue, type ServerSummary } from '../../../catalogue/store/reads.ts';

const known = new WeakMap<Catalogue, ServerSummary[]>();

/** All servers by name, read once for all the pages that list some of them. */
export function serversByName(db: Catalogue): readonly ServerSummary[] {
  let servers = known.get(db);
  if (!servers) known.set(db, (servers = listServers(db)));
  return servers;
}
