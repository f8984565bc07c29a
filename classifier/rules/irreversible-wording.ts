import { sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'irreversible-wording',
  meta: {
    summary: 'The definition warns that something is lost or cannot be undone.',
    why: 'The author says it in so many words.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('drop_set', 'Drops a set. This cannot be undone.')],
    silent: [tool('get_set', 'Get a set.')],
  },
  observe: (reading) => [...sightPhrases(reading, 'irreversible'), ...sightPhrases(reading, 'willBeLost')],
});
