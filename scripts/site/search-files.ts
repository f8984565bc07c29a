import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Catalogue } from '../../catalogue/store/index.ts';
import type { Directory } from '../../site/src/search/format.ts';
import { indexFiles } from '../../site/src/search/index-files.ts';

/** Where the index stands in the site. */
const FOLDER = 'search/index';

/**
 * Writes the search index of a catalogue into a site. Its files stand in a folder called after their content, so that
 * a page never reads new files by an old directory. Returns how many files were written.
 */
export async function writeSearchIndex(catalogue: Catalogue, site: string): Promise<number> {
  const unfinished = join(site, FOLDER, 'unfinished');
  await mkdir(unfinished, { recursive: true });
  const hash = createHash('sha256');
  const files = indexFiles(catalogue);
  let written = 0;
  for (;;) {
    const next = files.next();
    if (next.done) {
      const folder = hash.update(JSON.stringify(next.value)).digest('hex').slice(0, 12);
      await rename(unfinished, join(site, FOLDER, folder));
      const directory: Directory = { ...next.value, folder };
      await writeFile(join(site, FOLDER, 'directory.bin'), deflated(JSON.stringify(directory)));
      return written + 1;
    }
    const { path, text } = next.value;
    hash.update(text);
    await writeFile(join(unfinished, `${path}.bin`), deflated(text));
    written++;
  }
}

function deflated(text: string): Buffer {
  return deflateRawSync(text, { level: 6 });
}
