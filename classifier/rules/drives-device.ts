import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'drives-device',
  meta: {
    summary: 'A physical device is switched or moved.',
    why: 'The effect is in a room, not in a record.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('turn_on_lamp', 'Turn on a lamp.')],
    silent: [tool('get_lamp_state', 'Get whether a lamp is on.')],
  },
  observe: (reading) => sightSenses(reading, 'device'),
});
