import { sightModes } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'destructive-mode',
  meta: {
    summary: 'One of the modes that the tool offers deletes, revokes or resets.',
    why: 'A tool is as dangerous as its worst mode: nothing but an argument stands between a caller and it.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('album', 'Work with albums.', { action: { type: 'string', enum: ['create', 'delete'] } })],
    silent: [tool('album', 'Work with albums.', { action: { type: 'string', enum: ['create', 'list'] } })],
  },
  observe: (reading) => sightModes(reading, 'destroy', 'revoke', 'reset', 'overwrite', 'clear'),
});
