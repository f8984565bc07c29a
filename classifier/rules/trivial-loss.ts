import type { Act } from '../reading/acts.ts';
import type { Reading } from '../reading/reading.ts';
import { sightActs, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Words for places whose content is not meant to stay. */
const KEPT_BRIEFLY = ['cache', 'scratch', 'temporary', 'temp', 'intermediate'];
/** A tab that is part of a document holds what is lost with it. */
const SHEETS = ['spreadsheet', 'worksheet', 'sheet', 'workbook'];
const SHEET = /^(?:tabs?|(?:work)?sheets?)$/;
const isSheet = ({ words }: Act, { topicWords }: Reading): boolean =>
  words.some((word) => SHEET.test(word)) && SHEETS.some((word) => topicWords.has(word));

const LOSING = new Set(['destroy', 'clear', 'reset', 'overwrite']);

export default defineRule({
  id: 'trivial-loss',
  meta: {
    summary: 'What is lost is trivial or can be made again: a cache, a log, a temporary file.',
    why: 'Nobody misses it for long.',
    capability: 'trivial-loss',
  },
  examples: {
    fires: [
      tool('clear_cache', 'Clear the cache.'),
      tool('delete_draft', 'Delete a draft.'),
      tool('delete_comment', 'Delete a comment in a spreadsheet.'),
    ],
    silent: [
      tool('delete_album', 'Delete an album.'),
      tool('session_revoke', 'Revoke a session of a user.'),
      tool('delete_worksheet', 'Delete a tab from a spreadsheet.'),
    ],
  },
  observe: (reading) => [
    ...sightActs(
      reading,
      (act) =>
        act.place !== 'aside' &&
        LOSING.has(act.sense) &&
        ((act.object.has('trivial') && !isSheet(act, reading)) ||
          (act.scope.has('trivial') && KEPT_BRIEFLY.some((word) => reading.topicWords.has(word)))),
    ),
    ...(reading.topic.has('trivial') && reading.topicWords.has('environments')
      ? sightPhrases(reading, 'confined')
      : []),
  ],
});
