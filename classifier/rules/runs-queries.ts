import { sightPhrases, sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const STATED = new Set(['name', 'title', 'lead'] as const);

export default defineRule({
  id: 'runs-queries',
  meta: {
    summary: 'A query in a language that can also change data is run.',
    why: 'Unless the definition says that it only reads, a query can change or drop what it reaches.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('execute_sql', 'Execute a SQL statement against the tide database.')],
    silent: [tool('query_tides', 'Query the tide tables for a harbour.')],
  },
  observe: (reading) => [
    ...sightSenses(reading, 'query'),
    ...sightPhrases(reading, 'explainAnalyze', STATED, true),
  ],
});
