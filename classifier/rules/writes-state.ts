import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'writes-state',
  meta: {
    summary: 'A verb of creating or changing states what the tool does.',
    why: 'State that others rely on is different after the call.',
    capability: 'writes',
  },
  examples: {
    fires: [tool('create_album', 'Create an album.'), tool('rename_album', 'Rename an album.')],
    silent: [tool('list_albums', 'List albums.')],
  },
  observe: (reading) => sightSenses(reading, 'write', 'money'),
});
