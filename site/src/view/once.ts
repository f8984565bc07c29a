import type { Catalogue } from '../../../catalogue/store/reads.ts';

const KEY = Symbol.for('toolrisk.once');
const shared = globalThis as { [KEY]?: WeakMap<Catalogue, Map<string, unknown>> };

/**
 * What was read of an open catalogue under this name, or what `read` now reads of it. A build has its files written by
 * the modules and its pages by Astro's copies of them; both ask here, so that nothing of all servers is read twice.
 */
export function once<Read>(db: Catalogue, name: string, read: (db: Catalogue) => Read): Read {
  const known = (shared[KEY] ??= new WeakMap());
  const ofThis = known.get(db) ?? new Map<string, unknown>();
  known.set(db, ofThis);
  if (!ofThis.has(name)) ofThis.set(name, read(db));
  return ofThis.get(name) as Read;
}
