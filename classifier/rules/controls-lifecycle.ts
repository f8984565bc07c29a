import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'controls-lifecycle',
  meta: {
    summary: 'Something that runs is started, stopped, paused or restarted.',
    why: 'Others may depend on it while it runs, or on its rest.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('restart_kiln_server', 'Restart the kiln server.')],
    silent: [tool('get_start_time', 'Get the start time of a kiln.')],
  },
  observe: (reading) => sightSenses(reading, 'lifecycle'),
});
