import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'resets',
  meta: {
    summary: 'Something is reset to an earlier or empty state.',
    why: 'A reset throws away what has been done since.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('reset_ledger', 'Reset the ledger to its first entry.')],
    silent: [tool('get_reset_date', 'Get the date of the last reset.')],
  },
  observe: (reading) => sightSenses(reading, 'reset'),
});
