import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'moves-money',
  meta: {
    summary: 'Money is moved, or an order or trade is placed.',
    why: 'Money that is gone comes back only if the receiver wishes.',
    capability: 'moves-money',
  },
  examples: {
    fires: [
      tool('transfer_funds', 'Transfer funds to another account.'),
      tool('place_order', 'Place an order for tulips.'),
    ],
    silent: [tool('get_orders', 'Get orders.')],
  },
  observe: (reading) => sightSenses(reading, 'money'),
});
