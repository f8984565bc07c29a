import { LEADING } from '../reading/acts.ts';
import { sightParameters, sightPhrases, sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Verbs that with a parameter for SQL mean that it is run. */
const ASKS = new Set(['query', 'run', 'execute', 'exec', 'perform']);
const QUERY =
  /^(?:sql|sql query|query sql|sql statement|cypher|cypher query|graphql query|sql queries|statements)$/;

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
  observe: (reading) => {
    const asks = reading.acts.some((act) => act.place !== 'aside' && ASKS.has(act.lemma));
    return [
      ...sightSenses(reading, 'query'),
      ...sightPhrases(reading, 'explainAnalyze', LEADING, true),
      ...(asks
        ? sightParameters(
            reading,
            ({ words, type }) => (type === 'string' || type === '') && QUERY.test(words),
          )
        : []),
    ];
  },
});
