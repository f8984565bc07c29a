import { counts, type Catalogue, type Counts } from '../../../catalogue/store/reads.ts';
import { once } from './once.ts';

/** The counts of a catalogue, made once for a build. */
export const counted = (db: Catalogue): Counts => once(db, 'counts', counts);
