import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const MANAGING = new Set(['manage', 'administer', 'maintain', 'handle', 'govern']);

export default defineRule({
  id: 'manages',
  meta: {
    summary: 'The tool manages something, without saying how.',
    why: 'Managing is more than looking: at least some use of it changes state.',
    capability: 'writes',
  },
  examples: {
    fires: [tool('manage_albums', 'Manage albums.')],
    silent: [tool('list_albums', 'List albums.')],
  },
  observe: (reading) => sightActs(reading, (act) => act.sense === 'light' && MANAGING.has(act.lemma)),
});
