import { sightPhrases, sightSenses, textBehind } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** What is tied to a record and can be tied again. */
const TIES = /^\W{0,3}(?:[\w-]{1,20} ){0,2}(?:labels?|tags?|assignees?|reviewers?|watchers?|topics?)\b/i;

export default defineRule({
  id: 'overwrites',
  meta: {
    summary: 'Existing content is overwritten or replaced wholesale.',
    why: 'The former content is lost as surely as if it had been deleted.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('write_score', 'Create a score or completely overwrite an existing score.')],
    silent: [
      tool('append_note', 'Append a note to a score.'),
      tool('label_score', 'Update labels of a score. This replaces the current labels with those given.'),
    ],
  },
  observe: (reading) => [
    ...sightSenses(reading, 'overwrite'),
    ...sightPhrases(reading, 'overwrites').filter((one) => !TIES.test(textBehind(reading, one))),
  ],
});
