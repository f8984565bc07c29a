import { sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'states-reversible',
  meta: {
    summary: 'The definition says that what is done can be undone.',
    why: 'What can be restored is not lost.',
    capability: 'reversible',
  },
  examples: {
    fires: [tool('delete_album', 'Delete an album. It moves to the trash and can be restored.')],
    silent: [tool('delete_album', 'Delete an album.')],
  },
  observe: (reading) => sightPhrases(reading, 'reversible'),
});
