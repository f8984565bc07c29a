import { sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const QUERY =
  /^(?:sql|sql query|query sql|sql statement|cypher|cypher query|graphql query|graphql|statement|soql|mutation)$/;

export default defineRule({
  id: 'query-parameter',
  meta: {
    summary: 'A parameter takes a query in SQL, Cypher or GraphQL.',
    why: 'The query decides what is read, and perhaps what is changed.',
    capability: 'flag:code',
  },
  examples: {
    fires: [tool('tides', 'Ask the tide database.', { sql: { type: 'string' } })],
    silent: [tool('tides', 'Ask about tides.', { harbour: { type: 'string' } })],
  },
  observe: (reading) =>
    sightParameters(
      reading,
      ({ words, type, values }) =>
        (type === 'string' || type === '') && values.length === 0 && QUERY.test(words),
    ),
});
