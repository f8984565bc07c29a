import { sightModes } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'write-mode',
  meta: {
    summary: 'One of the modes that the tool offers creates or changes something.',
    why: 'A tool that mostly reads is no reading tool when one of its modes writes.',
    capability: 'writes',
  },
  examples: {
    fires: [tool('album', 'Work with albums.', { action: { type: 'string', enum: ['get', 'rename'] } })],
    silent: [tool('album', 'Work with albums.', { action: { type: 'string', enum: ['get', 'list'] } })],
  },
  observe: (reading) => sightModes(reading, 'write', 'unlink', 'message', 'money'),
});
