import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, ownName } from '../owner.ts';

/** What a mark says of a package's folder: that a server of a crawl is run from it, or that it is being removed. */
export type Kind = 'in-use' | 'going';

let made = 0;

/** A folder of the cache as a file name, and as one without the sign that separates it from its owner. */
export const keyOf = (folder: string): string => encodeURIComponent(folder).replaceAll('~', '%7E');

/** Marks a folder, by its path in the cache. @returns takes the mark away */
export function mark(cache: string, kind: Kind, folder: string): () => void {
  const place = join(cache, kind);
  const file = join(place, `${keyOf(folder)}~${ownName()}~${made++}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

/** Whether a process that still runs has marked a folder so. Marks of processes that are no more are removed. */
export function isMarked(cache: string, kind: Kind, folder: string): boolean {
  const place = join(cache, kind);
  let found = false;
  for (const name of namesIn(place)) {
    const [key, owner = ''] = name.split('~');
    if (key !== keyOf(folder)) continue;
    if (isRunning(owner)) found = true;
    else rmSync(join(place, name), { force: true });
  }
  return found;
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}
