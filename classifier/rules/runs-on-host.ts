import { LEADING } from '../reading/acts.ts';
import { says, sightActs, sightParameters, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const RUNS = new Set(['run', 'execute', 'exec', 'perform', 'eval', 'evaluate']);
const COMMAND = /^(?:command|cmd|shell command|bash command|shell|command line)$/;
/** Words that show a query to be checked before it runs, or built from plain language. */
const CHECKED = ['safety', 'validation', 'validated', 'natural'];

export default defineRule({
  id: 'runs-on-host',
  meta: {
    summary: 'Shell, code or SQL is run with no stated confinement.',
    why: 'Everything that the account can reach is within reach of the argument.',
    capability: 'host-code',
  },
  examples: {
    fires: [tool('run_shell', 'Run a shell command.'), tool('execute_sql', 'Execute a SQL statement.')],
    silent: [
      tool('run_command', 'Run a command in a virtual environment.'),
      tool('list_shells', 'List shells.'),
    ],
  },
  observe: (reading) => {
    if (says(reading, 'confined', LEADING)) return [];
    return [
      ...sightActs(
        reading,
        (act) =>
          act.place !== 'aside' &&
          (act.sense === 'code' ||
            (act.sense === 'query' &&
              RUNS.has(act.lemma) &&
              act.object.has('sql') &&
              !act.words.some((word) => word === 'graphql') &&
              !CHECKED.some((word) => reading.topicWords.has(word)))),
      ),
      ...(CHECKED.some((word) => reading.topicWords.has(word)) ? [] : sightPhrases(reading, 'command')),
      ...sightParameters(
        reading,
        ({ words, type, values }) =>
          (type === 'string' || type === '') && values.length === 0 && COMMAND.test(words),
      ),
    ];
  },
});
