import { sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'states-read-only',
  meta: {
    summary: 'The definition says that the tool only reads.',
    why: 'A plain statement settles what a verb such as query leaves open.',
    capability: 'read-only',
  },
  examples: {
    fires: [tool('query_tides', 'Run a read-only SQL query.')],
    silent: [tool('query_tides', 'Run a SQL query.')],
  },
  observe: (reading) => sightPhrases(reading, 'readOnly'),
});
