import type { Sense } from '../lexicon/verbs.ts';
import { isLeading } from '../reading/acts.ts';
import { sightActs, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Words that show a subscription or order to be none of money. */
const FEED = [
  'notification',
  'notifications',
  'topic',
  'webhook',
  'event',
  'events',
  'pubsub',
  'feed',
  'alert',
  'alerts',
  'sort',
  'column',
  'paper',
  'testnet',
  'demo',
  'graphql',
];

const MOVING = new Set<Sense>(['money', 'destroy', 'message']);

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
      tool('call_contract', 'Call a function of a contract, signed with the active wallet.'),
      tool('place_order', 'Place an order for tulips.'),
      tool('book_berth', "Books a berth. The price is charged to the sailor's card."),
    ],
    silent: [tool('get_orders', 'Get orders.'), tool('create_invoice', 'Create an invoice.')],
  },
  observe: (reading) => {
    const drafts = reading.acts.some((act) => act.place === 'lead' && act.lemma === 'draft');
    const moved = sightActs(reading, (act) => {
      if (!MOVING.has(act.sense) || act.place === 'aside' || act.place === 'body') return false;
      if (FEED.some((word) => reading.topicWords.has(word))) return false;
      if (act.sense === 'money') return !drafts;
      if (act.sense === 'destroy')
        return act.lemma === 'cancel' && (act.object.has('moneyMove') || act.object.has('money'));
      return act.sense === 'message' && act.words.some((word) => word.startsWith('invoice'));
    });
    const charged = sightPhrases(reading, 'charged');
    if (charged.length === 0) return moved;
    // A tool that reads speaks of what another one will charge.
    const acts = reading.acts.some((act) => isLeading(act) && act.sense !== 'read');
    return acts ? [...moved, ...charged] : moved;
  },
});
