import { sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const COMMAND =
  /^(?:command|cmd|shell command|bash command|shell|command line|commands to run|exec|shell script|bash)$/;
const CODE =
  /^(?:code|script|python code|javascript|js code|function|expression|program|source|statement|sql|query)$/;
const RUNS = /\b(?:to (?:be )?(?:execute|run|eval|evaluate)d?|executed?|will be run|runs? in)\b/i;

export default defineRule({
  id: 'command-parameter',
  meta: {
    summary: 'A free-text parameter takes a command, code or a script to run.',
    why: 'Free text that is run can do whatever the place where it runs allows.',
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('kiln_control', 'Operate the kiln.', {
        command: { type: 'string', description: 'Shell command to execute' },
      }),
    ],
    silent: [
      tool('kiln_control', 'Operate the kiln.', { command: { type: 'string', enum: ['on', 'off'] } }),
      tool('lint', 'Check code.', { code: { type: 'string' } }),
    ],
  },
  observe: (reading) =>
    sightParameters(reading, ({ words, type, values, description }) => {
      if ((type !== 'string' && type !== '') || values.length > 0) return false;
      return COMMAND.test(words) || (CODE.test(words) && RUNS.test(description));
    }),
});
