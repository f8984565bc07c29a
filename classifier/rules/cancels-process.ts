import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'cancels-process',
  meta: {
    summary: 'A running job, build or query is cancelled.',
    why: 'Work under way is lost, though it can be started again.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('cancel_build', 'Cancel a running build.')],
    silent: [tool('cancel_order', 'Cancel an order.')],
  },
  observe: (reading) => sightSenses(reading, 'cancel'),
});
