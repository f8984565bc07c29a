import { sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const OWN = new Set(['name', 'title', 'lead'] as const);

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
  observe: (reading) => sightPhrases(reading, 'bulkStrong', OWN),
});
