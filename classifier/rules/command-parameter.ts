import { sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const COMMAND =
  /^(?:command|cmd|shell command|bash command|shell|command line|commands to run|exec|shell script|bash)$/;
const CODE =
  /^(?:code|script|python code|javascript|js code|function|expression|program|source|source code)$/;
const RUNS = /\b(?:to (?:be )?(?:execute|run|eval|evaluate)d?|executed?|will be run)\b/i;

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
      tool('explain_command', 'Explain a command.', { command: { type: 'string' } }),
    ],
  },
  observe: (reading) => {
    const reads = reading.acts.filter((act) => act.place === 'name' || act.place === 'lead');
    const onlyReads = reads.length > 0 && reads.every((act) => act.sense === 'read');
    return sightParameters(reading, ({ words, type, values, description }) => {
      if ((type !== 'string' && type !== '') || values.length > 0) return false;
      return RUNS.test(description)
        ? COMMAND.test(words) || CODE.test(words)
        : COMMAND.test(words) && !onlyReads;
    });
  },
});
