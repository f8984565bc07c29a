import type { Act } from '../reading/acts.ts';
import type { Reading } from '../reading/reading.ts';
import { says, sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const READING = new Set([
  'read',
  'get',
  'cat',
  'view',
  'open',
  'load',
  'tail',
  'head',
  'extract',
  'parse',
  'convert',
  'search',
  'grep',
  'show',
  'start',
  'fetch',
  'retrieve',
  'describe',
  'transcribe',
  'ocr',
  'recognize',
  'recognise',
]);
/** Verbs that take something out of a file: `transcribe speech from an audio file`. */
const OUT_OF = new Set(['transcribe', 'extract', 'ocr', 'parse', 'convert']);
const META = new Set([
  'metadata',
  'info',
  'information',
  'tree',
  'list',
  'listing',
  'size',
  'sizes',
  'names',
  'structure',
  'status',
  'names',
  'stats',
  'directories',
]);
const PATHS =
  /^(?:(?:(?:input|source|local|audio|video|image|pdf|document|media|data) )?(?:file )?paths?|file path|filepath|file paths|file|filename|absolute path|files|directory|folder|root path|pdf path|image path|local path|source path|input path|input file|root|root dir|dir|base path|base dir)$/;

const readsFile = ({ place, lemma, words }: Act): boolean =>
  place === 'name' && lemma === 'read' && (words[0] === 'file' || words[0] === 'files');

/** Whether the files are those of the machine: said so, or chosen by a path with nothing remote about. */
function isLocal(reading: Reading): boolean {
  if (says(reading, 'localFiles')) return true;
  if (reading.topic.has('remoteStore')) return false;
  // Of `read_file` that says nothing more, the worst is assumed.
  if (reading.parameters.length === 0 && reading.acts.some(readsFile)) return true;
  return reading.parameters.some(({ words }) => PATHS.test(words));
}

export default defineRule({
  id: 'reads-local-files',
  meta: {
    summary: 'The content of local files that the caller names is read.',
    why: 'A path is all it takes to read what was never meant to be read.',
    capability: 'arbitrary-read',
  },
  examples: {
    fires: [
      tool('read_local_file', 'Read a file from the local file system.'),
      tool('transcribe', 'Transcript of an audio file (local path).'),
    ],
    silent: [
      tool('read_album', 'Read an album.'),
      tool('get_file_info', 'Get the size of a file on the local disk.'),
    ],
  },
  observe: (reading) => {
    if (!isLocal(reading)) return [];
    return sightActs(
      reading,
      (act) =>
        act.sense === 'read' &&
        READING.has(act.lemma) &&
        (act.object.has('localFile') || (OUT_OF.has(act.lemma) && act.scope.has('localFile'))) &&
        !act.words.some((word) => META.has(word)),
    );
  },
});
