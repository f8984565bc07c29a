import { sightActs, sightParameters, sightReadOnly } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const COMMAND = /^(?:.* )?(?:command|command line|cmd)$/;

export default defineRule({
  id: 'reads-by-command',
  meta: {
    summary: 'A command is run that is stated only to read.',
    why: 'What it reads is as much as the account behind it may see.',
    capability: 'arbitrary-read',
  },
  examples: {
    fires: [tool('run_shell', 'Run a read-only shell command on the crane.')],
    silent: [
      tool('run_shell', 'Run a shell command on the crane.'),
      tool('list_cranes', 'List cranes. Read-only.'),
    ],
  },
  observe: (reading) => {
    if (!sightReadOnly(reading).some(({ outcome }) => outcome === 'observed')) return [];
    return [
      ...sightActs(reading, (act) => act.sense === 'code' && act.place !== 'aside' && act.place !== 'body'),
      ...sightParameters(reading, ({ words, type, values }) => {
        return type === 'string' && values.length === 0 && COMMAND.test(words);
      }),
    ];
  },
});
