import { textAt } from '../../catalogue/evidence.ts';
import { isLeading } from '../reading/acts.ts';
import { sightPhrases } from '../reading/observe.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

/** What says that another of the kind can be had: nothing is lost only where but a tie was cut. */
const AGAIN = /(?:added|invited|assigned|it) (?:again|back)$/i;
const LOST = new Set(['delete', 'destroy', 'purge', 'wipe', 'erase', 'truncate', 'drop', 'clear']);
/** What goes along, and does not come back. */
const ALONG = /\b(?:all (?:of )?(?:its|their|the)|with (?:its|their|all)|data|history|files|everything)\b/i;

function isOfAnother(reading: Reading, { evidence: [first] }: Sighting): boolean {
  if (first === undefined || !AGAIN.test(first.quote)) return false;
  const before = (textAt(reading.definition, first.pointer) ?? '').slice(
    Math.max(0, first.start - 100),
    first.start,
  );
  return ALONG.test(before) || reading.acts.some((act) => isLeading(act) && LOST.has(act.lemma));
}

export default defineRule({
  id: 'states-reversible',
  meta: {
    summary: 'The definition says that what is done can be undone.',
    why: 'What can be restored is not lost.',
    capability: 'reversible',
  },
  examples: {
    fires: [
      tool('delete_album', 'Delete an album. It moves to the trash and can be restored.'),
      tool('remove_member', 'Remove a member. The member can be added again.'),
    ],
    silent: [
      tool('delete_album', 'Delete an album.'),
      tool('delete_album', 'Delete an album. Songs can be added again later.'),
      tool('remove_member', 'Remove a member with all of their songs. The member can be added again.'),
    ],
  },
  observe: (reading) => sightPhrases(reading, 'reversible').filter((one) => !isOfAnother(reading, one)),
});
