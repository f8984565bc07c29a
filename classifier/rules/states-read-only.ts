import { sightReadOnly } from '../reading/observe.ts';
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
    silent: [
      tool('query_tides', 'Run a SQL query.'),
      tool(
        'query_tides',
        'Run a SQL query.\n\n| Who | What |\n|---|---|\n| Read-only | SELECT |\n| Admin | all |',
      ),
      tool('query_tides', 'Run a SQL query. Read-only keys may SELECT.'),
    ],
  },
  observe: sightReadOnly,
});
