import { counts, type Catalogue, type Counts } from '../../../catalogue/store/reads.ts';

const known = new WeakMap<Catalogue, Counts>();

/** The counts of a catalogue, made once for a build. */
export function counted(db: Catalogue): Counts {
  let found = known.get(db);
  if (!found) known.set(db, (found = counts(db)));
  return found;
}
