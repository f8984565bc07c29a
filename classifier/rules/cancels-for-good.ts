import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const CANCELS = new Set(['cancel', 'abort', 'void', 'withdraw']);

export default defineRule({
  id: 'cancels-for-good',
  meta: {
    summary: 'An order, subscription, booking or payment is cancelled.',
    why: 'What is cancelled this way cannot be resumed; it has to be made anew, on new terms.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('cancel_booking', 'Cancel a table booking.')],
    silent: [tool('cancel_render', 'Cancel a running render job.')],
  },
  observe: (reading) => sightActs(reading, (act) => act.sense === 'destroy' && CANCELS.has(act.lemma)),
});
