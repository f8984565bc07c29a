import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Verbs that a rule of their own reports. */
const CANCELS = new Set(['cancel', 'abort', 'void', 'withdraw']);

export default defineRule({
  id: 'deletes',
  meta: {
    summary: 'A verb of deleting, dropping, purging or terminating states what the tool does.',
    why: 'What is deleted is gone unless the definition says how it comes back.',
    capability: 'destroys',
  },
  examples: {
    fires: [
      tool('delete_album', 'Delete an album.'),
      tool('album_purge', 'Purges an album and its pictures.'),
      tool('albumTool', 'A tool that deletes albums.'),
    ],
    silent: [
      tool('evict_pods', 'Evicts all pods from a node.'),
      tool('list_deleted_albums', 'List the albums that were deleted.'),
      tool('get_delete_status', 'Get how far a deletion has come.'),
    ],
  },
  observe: (reading) => sightActs(reading, (act) => act.sense === 'destroy' && !CANCELS.has(act.lemma)),
});
