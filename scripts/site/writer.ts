import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SiteFile } from '../../site/context.ts';

/** Writes files of the site below a folder and counts them. */
export interface FileWriter {
  write: (files: Iterable<SiteFile>) => void;
  /** How many files were written. */
  written: () => number;
}

/** Node writes a text in one go only where its encoding is named. */
const WHOLE = { flag: 'wx', encoding: 'utf8' } as const;

/**
 * Writes below `root`. A file that is there already is an error: what a former build left may be linked here, and
 * writing into it would change the former site.
 */
export function fileWriter(root: string): FileWriter {
  const folders = new Set<string>();
  let written = 0;
  return {
    write: (files) => {
      for (const { path, text } of files) {
        const file = join(root, path);
        const parent = dirname(file);
        if (!folders.has(parent)) makeFolder(parent);
        folders.add(parent);
        writeFileSync(file, text, WHOLE);
        written++;
      }
    },
    written: () => written,
  };
}

/** Makes a folder, and those above it only where that fails: looking for them each time costs more than the folder. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') mkdirSync(folder, { recursive: true });
    else if (code !== 'EEXIST') throw error;
  }
}
