import { sightParameters, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const OWN = new Set(['name', 'title', 'lead', 'body', 'note', 'usage'] as const);
const SAVE =
  /^(?:(?:save|output|out|dest|destination|download|export|screenshot|target)(?: file| image| video| pdf)? ?(?:path|file|dir|directory|folder|filename|file name|file path|filepath)|outfile|outputpath|outputdir|outputfile|savepath|save (?:to|as)|savedir)$/;

/** Names of files that are as often read: their descriptions say which. */
const FILE_NAME = /^(?:file ?name|(?:file|local) ?path|path|file)$/;
const SAID_TO_SAVE = /\b(?:to save|to write|saves? the|saved? to|written to)\b/i;

export default defineRule({
  id: 'saves-file',
  meta: {
    summary: 'The result is saved to a file or folder that the caller names.',
    why: 'A reading tool that saves what it read can fill or replace a file.',
    capability: 'writes',
  },
  examples: {
    fires: [
      tool('get_map', 'Get a map and save it to a local file.'),
      tool('export_mesh', 'Export bodies to a STEP file on disk.'),
      tool('screenshot', 'Take a picture.', { savePath: { type: 'string' } }),
      tool('portrait', 'Take a picture.', {
        filename: { type: 'string', description: 'Path to save the picture to.' },
      }),
    ],
    silent: [
      tool('get_map', 'Get a map.'),
      tool('get_map', 'Get a map.', { filename: { type: 'string', description: 'The map to read.' } }),
    ],
  },
  observe: (reading) => [
    ...sightPhrases(reading, 'savesFile', OWN, true),
    ...sightParameters(
      reading,
      ({ words, type, description }) =>
        (type === 'string' || type === '') &&
        (SAVE.test(words) || (FILE_NAME.test(words) && SAID_TO_SAVE.test(description))),
    ),
  ],
});
