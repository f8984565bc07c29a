import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'runs-code',
  meta: {
    summary: 'Code or a command that the caller supplies is run.',
    why: 'Whoever writes the argument decides what happens.',
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('run_command', 'Run a command on the harbour computer.'),
      tool('execute_script', 'Execute a script.'),
    ],
    silent: [tool('get_run_command_help', 'Get help about commands.')],
  },
  observe: (reading) => sightSenses(reading, 'code'),
});
