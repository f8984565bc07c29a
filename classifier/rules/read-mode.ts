import { sightModes } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'read-mode',
  meta: {
    summary: 'One of the modes that the tool offers only reads.',
    why: 'It shows what the tool is also good for, and which mode a policy may leave open.',
    capability: 'reads',
  },
  examples: {
    fires: [tool('album', 'Work with albums.', { action: { type: 'string', enum: ['get', 'delete'] } })],
    silent: [tool('album', 'Work with albums.', { colour: { type: 'string', enum: ['red', 'blue'] } })],
  },
  observe: (reading) => sightModes(reading, 'read'),
});
