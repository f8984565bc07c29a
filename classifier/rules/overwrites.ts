import { sightPhrases, sightSenses, textBehind } from '../reading/observe.ts';
import { textAt } from '../../catalogue/evidence.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

/** What is tied to a record and can be tied again. */
const TIES = /^\W{0,3}(?:[\w-]{1,20} ){0,2}(?:labels?|tags?|assignees?|reviewers?|watchers?|topics?)\b/i;

/** `If the file exists it is replaced`: a condition that is met whenever there is something to lose. */
function isWhatExists({ definition }: Reading, { evidence: [first] }: Sighting): boolean {
  if (first === undefined) return false;
  const before = (textAt(definition, first.pointer) ?? '').slice(Math.max(0, first.start - 100), first.start);
  const clause = before.slice(before.lastIndexOf('.') + 1);
  return /\bif\b/i.test(clause) && /\bexists?\b/i.test(clause);
}

const stated = (one: Sighting): Sighting => ({ ...one, outcome: 'observed' });

export default defineRule({
  id: 'overwrites',
  meta: {
    summary: 'Existing content is overwritten or replaced wholesale.',
    why: 'The former content is lost as surely as if it had been deleted.',
    capability: 'destroys',
  },
  examples: {
    fires: [
      tool('write_score', 'Create a score or completely overwrite an existing score.'),
      tool('write_part', 'Writes a part. If the file exists it is replaced completely.'),
    ],
    silent: [
      tool('append_note', 'Append a note to a score.'),
      tool('label_score', 'Update labels of a score. This replaces the current labels with those given.'),
    ],
  },
  observe: (reading) => [
    ...sightSenses(reading, 'overwrite'),
    ...sightPhrases(reading, 'overwrites')
      .filter((one) => !TIES.test(textBehind(reading, one)))
      .map((one) => (one.outcome === 'mentioned' && isWhatExists(reading, one) ? stated(one) : one)),
  ],
});
