import { LEADING } from '../reading/acts.ts';
import { sightParameters, sightPhrases, sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Verbs that with a parameter for SQL mean that it is run. */
const ASKS = new Set(['query', 'run', 'execute', 'exec', 'perform']);
const QUERY =
  /^(?:sql|sql query|query sql|sql statement|cypher|cypher query|graphql query|sql queries|statements)$/;

/** Names that are a language's alone. */
const LANGUAGE = /^(?:graphql|sql|cypher|gremlin)$/i;

export default defineRule({
  id: 'runs-queries',
  meta: {
    summary: 'A query in a language that can also change data is run.',
    why: 'Unless the definition says that it only reads, a query can change or drop what it reaches.',
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('execute_sql', 'Execute a SQL statement against the tide database.'),
      tool('graphql', 'The endpoint of the harbour.', { query: { type: 'string' } }),
    ],
    silent: [tool('query_tides', 'Query the tide tables for a harbour.')],
  },
  observe: (reading) => {
    const asks = reading.acts.some((act) => act.place !== 'aside' && ASKS.has(act.lemma));
    const language = LANGUAGE.test(reading.definition.name);
    return [
      ...sightSenses(reading, 'query'),
      ...sightPhrases(reading, 'explainAnalyze', LEADING, true),
      ...(asks || language
        ? sightParameters(
            reading,
            ({ words, type }) =>
              (type === 'string' || type === '') && (QUERY.test(words) || (language && words === 'query')),
          )
        : []),
    ];
  },
});
