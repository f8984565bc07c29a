import type { Sense } from '../lexicon/verbs.ts';
import { sightModesThat } from '../reading/observe.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool } from '../rule.ts';

const LOSSES = new Set<Sense>(['destroy', 'revoke', 'reset', 'overwrite', 'clear']);

/** Whether what is terminated is a machine, and not a session or a process that is started again. */
const isAboutMachines = ({ topic }: Reading): boolean =>
  topic.has('compute') && !topic.has('session') && !topic.has('os_process') && !topic.has('job');

export default defineRule({
  id: 'destructive-mode',
  meta: {
    summary: 'One of the modes that the tool offers deletes, revokes or resets.',
    why: 'A tool is as dangerous as its worst mode: nothing but an argument stands between a caller and it.',
    capability: 'destroys',
  },
  examples: {
    fires: [
      tool('album', 'Work with albums.', { action: { type: 'string', enum: ['create', 'delete'] } }),
      tool('vms', 'Manage virtual machines.', { method: { type: 'string', enum: ['list', 'terminate'] } }),
    ],
    silent: [tool('album', 'Work with albums.', { action: { type: 'string', enum: ['create', 'list'] } })],
  },
  observe: (reading) =>
    sightModesThat(
      reading,
      ({ sense, lemma }) => LOSSES.has(sense) || (lemma === 'terminate' && isAboutMachines(reading)),
    ),
});
