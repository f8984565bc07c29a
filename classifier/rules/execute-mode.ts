import { sightModes } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'execute-mode',
  meta: {
    summary: 'One of the modes that the tool offers runs, starts or stops something.',
    why: 'A tool is as dangerous as its worst mode.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('kiln', 'Work with kilns.', { action: { type: 'string', enum: ['list', 'restart'] } })],
    silent: [tool('kiln', 'Work with kilns.', { action: { type: 'string', enum: ['list', 'rename'] } })],
  },
  observe: (reading) => sightModes(reading, 'process', 'lifecycle', 'cancel', 'code', 'query', 'device'),
});
