import { LEADING, type Act } from '../reading/acts.ts';
import { runsCode, sightActs, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Verbs that, done to interface or session state, go no deeper than it. */
const SESSIONS = new Set([
  'create',
  'start',
  'open',
  'init',
  'initialize',
  'end',
  'close',
  'begin',
  'join',
  'resume',
]);
/** Whoever marks their own notification as seen changes nothing but what they are shown. */
const SEEN = new Set(['dismiss', 'acknowledge', 'mark', 'snooze']);
const isSeen = ({ lemma, words }: Act): boolean => SEEN.has(lemma) && words.includes('notification');
const SHALLOW = new Set([
  'set',
  'toggle',
  'switch',
  'select',
  'enable',
  'disable',
  'change',
  'activate',
  'manage',
  'reset',
  'stop',
  'start',
  'focus',
  'use',
  'clear',
  'close',
  'hide',
  'resize',
  'adjust',
  'zoom',
]);

export default defineRule({
  id: 'touches-scratch-state',
  meta: {
    summary: 'Only scratch, session or interface state is touched.',
    why: 'It is gone with the session, and nobody else relies on it.',
    capability: 'scratch-state',
  },
  examples: {
    fires: [
      tool('set_theme', 'Set the theme.'),
      tool('create_session', 'Create a session. Returns a session key.'),
    ],
    silent: [tool('create_album', 'Create an album.')],
  },
  observe: (reading) => {
    if (runsCode(reading)) return [];
    return [
      ...sightActs(
        reading,
        (act) =>
          act.place !== 'aside' &&
          act.place !== 'body' &&
          act.sense !== 'read' &&
          ((act.object.has('ui') && SHALLOW.has(act.lemma)) ||
            isSeen(act) ||
            (SESSIONS.has(act.lemma) && act.object.has('credentialOwn'))),
      ),
      ...sightPhrases(reading, 'ownState'),
      ...sightPhrases(reading, 'unstages'),
      ...sightPhrases(reading, 'testOnly', LEADING),
    ];
  },
});
