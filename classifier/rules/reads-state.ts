import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'reads-state',
  meta: {
    summary: 'A verb of reading, searching or computing states what the tool does.',
    why: 'A tool that only reads leaves things as they are.',
    capability: 'reads',
  },
  examples: {
    fires: [tool('list_albums', 'List albums.'), tool('weather', 'Get the weather.')],
    silent: [tool('delete_album', 'Delete an album.')],
  },
  observe: (reading) => sightSenses(reading, 'read'),
});
