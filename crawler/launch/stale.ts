import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const STALE_MS = 60 * 60 * 1000;

/** Removes what killed installations left behind in `parent`: folders untouched for an hour. */
export function removeStale(parent: string, now: number = Date.now()): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    const touched = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - touched > STALE_MS) rmSync(folder, { recursive: true, force: true });
  }
}
