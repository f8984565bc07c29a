import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Catalogue } from '../../catalogue/store/index.ts';
import type { Directory } from '../../site/src/search/format.ts';
import { indexFiles, type KnownTools } from '../../site/src/search/index-files.ts';
import { openFormer, surveysIn } from './kept-downloads.ts';
import { openCatalogueForSite, type CatalogueFiles } from './open.ts';
import type { MadePart, Part } from './part.ts';

/** Where the index stands in the site. */
const FOLDER = 'search/index';

/** What the search index is made from, beside the catalogue's files. */
export type IndexPart = Pick<Part, 'fingerprints' | 'workspace' | 'former'>;

/**
 * Makes the part that is the search index, in its folder.
 * @throws CatalogueError when the catalogue cannot be read
 */
export function makeSearchIndex(
  inputs: CatalogueFiles,
  { fingerprints, workspace, former: formerSite }: IndexPart,
): MadePart {
  const { catalogue, close } = openCatalogueForSite(inputs);
  const former = formerSite === undefined ? undefined : openFormer(formerSite);
  const known = (id: string) =>
    former?.hasSame(id, fingerprints[id]) ? surveysIn(former.lines(id, id, 'survey'))[0]!.tools : undefined;
  try {
    const files = writeSearchIndex(catalogue, join(workspace, 'site'), known);
    return { pages: 0, files, servers: {} };
  } finally {
    former?.close();
    close();
  }
}

/**
 * Writes the search index of a catalogue into a site. Its files stand in a folder called after their content, so that
 * a page never reads new files by an old directory. Returns how many files were written.
 */
export function writeSearchIndex(
  catalogue: Catalogue,
  site: string,
  known: KnownTools = () => undefined,
): number {
  const unfinished = join(site, FOLDER, 'unfinished');
  mkdirSync(unfinished, { recursive: true });
  const hash = createHash('sha256');
  const files = indexFiles(catalogue, known);
  let written = 0;
  for (;;) {
    const next = files.next();
    if (next.done) {
      const folder = hash.update(JSON.stringify(next.value)).digest('hex').slice(0, 12);
      renameSync(unfinished, join(site, FOLDER, folder));
      const directory: Directory = { ...next.value, folder };
      writeFileSync(join(site, FOLDER, 'directory.bin'), deflated(JSON.stringify(directory)));
      return written + 1;
    }
    const { path, text } = next.value;
    hash.update(text);
    writeFileSync(join(unfinished, `${path}.bin`), deflated(text));
    written++;
  }
}

function deflated(text: string): Buffer {
  return deflateRawSync(text, { level: 6 });
}
