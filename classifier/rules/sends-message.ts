import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'sends-message',
  meta: {
    summary: 'A message, comment or post is sent.',
    why: "It is read by others as the owner's word.",
    capability: 'writes',
  },
  examples: {
    fires: [tool('send_message', 'Send a message to the choir.')],
    silent: [tool('list_messages', 'List messages.')],
  },
  observe: (reading) => sightSenses(reading, 'message'),
});
