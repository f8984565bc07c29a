import { sightPhrases, sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'overwrites',
  meta: {
    summary: 'Existing content is overwritten or replaced wholesale.',
    why: 'The former content is lost as surely as if it had been deleted.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('write_score', 'Create a score or completely overwrite an existing score.')],
    silent: [tool('append_note', 'Append a note to a score.')],
  },
  observe: (reading) => [...sightSenses(reading, 'overwrite'), ...sightPhrases(reading, 'overwrites')],
});
