import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'sends-outside',
  meta: {
    summary: 'Data leaves for an outside party or an address that the caller names.',
    why: 'What has left cannot be fetched back.',
    capability: 'flag:egress',
  },
  examples: {
    fires: [tool('send_email', 'Send an email.'), tool('create_webhook', 'Create a webhook.')],
    silent: [tool('list_webhooks', 'List webhooks.')],
  },
  observe: (reading) =>
    sightActs(
      reading,
      (act) =>
        act.place !== 'aside' &&
        ((act.sense === 'message' && act.place !== 'body') ||
          (act.sense !== 'read' && act.words.some((word) => word.startsWith('webhook')))),
    ),
});
