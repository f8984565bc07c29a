import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'clears',
  meta: {
    summary: 'Something is cleared, flushed or cleaned out.',
    why: 'Clearing deletes everything that the place holds at once.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('clear_shelf', 'Clear a shelf.')],
    silent: [tool('get_clear_sky_days', 'Get the number of clear days in a month.')],
  },
  observe: (reading) => sightSenses(reading, 'clear'),
});
