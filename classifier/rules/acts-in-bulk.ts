import { LEADING } from '../reading/acts.ts';
import { sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Adding several things is no bulk change of what there is. */
const ADDITIVE = new Set([
  'create',
  'add',
  'put',
  'insert',
  'upload',
  'import',
  'ingest',
  'append',
  'push',
  'store',
  'save',
  'enable',
  'upsert',
  'generate',
]);

export default defineRule({
  id: 'acts-in-bulk',
  meta: {
    summary: 'Many things, or all, are changed in one call.',
    why: 'One mistaken call is many mistakes.',
    capability: 'bulk-scope',
  },
  examples: {
    fires: [tool('bulk_update_albums', 'Update many albums at once.')],
    silent: [tool('update_album', 'Update an album.')],
  },
  observe: (reading) => {
    const additive = reading.acts.every(
      (act) =>
        act.place === 'aside' || act.place === 'body' || act.place === 'usage' || ADDITIVE.has(act.lemma),
    );
    return additive ? [] : sightPhrases(reading, 'bulkStrong', LEADING);
  },
});
