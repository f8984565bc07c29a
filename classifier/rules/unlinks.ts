import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'unlinks',
  meta: {
    summary: 'A tie is removed that can be made again.',
    why: 'Nothing is lost but the tie itself.',
    capability: 'writes',
  },
  examples: {
    fires: [tool('remove_label', 'Remove a label from a picture.')],
    silent: [tool('delete_picture', 'Delete a picture.')],
  },
  observe: (reading) => sightSenses(reading, 'unlink'),
});
