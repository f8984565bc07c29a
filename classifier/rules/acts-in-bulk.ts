import { LEADING } from '../reading/acts.ts';
import { says, sightPhrases } from '../reading/observe.ts';
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
    fires: [
      tool('bulk_update_albums', 'Update many albums at once.'),
      tool('send_campaign', 'Sends a campaign to its whole audience.'),
    ],
    silent: [
      tool('update_album', 'Update an album.'),
      tool('combine_scans', 'Combines several scans into one file.'),
    ],
  },
  observe: (reading) => {
    const additive = reading.acts.every(
      (act) =>
        act.place === 'aside' || act.place === 'body' || act.place === 'usage' || ADDITIVE.has(act.lemma),
    );
    // `Combines several PDFs into one`: what there is stays as it is.
    return additive || says(reading, 'intoOne') ? [] : sightPhrases(reading, 'bulkStrong', LEADING);
  },
});
