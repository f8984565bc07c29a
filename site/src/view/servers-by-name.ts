import { listServers, type Catalogue, type ServerSummary } from '../../../catalogue/store/reads.ts';
import { once } from './once.ts';

/** All servers by name, read once for all the pages that list some of them. */
export const serversByName = (db: Catalogue): readonly ServerSummary[] => once(db, 'servers', listServers);
