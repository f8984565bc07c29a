/** How a folder of the package cache comes to be whole or not at all: it is filled elsewhere and renamed. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeStale } from './stale.ts';

/** Lends an empty folder on the cache's own disk, below one that is as empty. Both are removed. */
export async function inFreshFolder<T>(cache: string, use: (folder: string) => Promise<T>): Promise<T> {
  const parent = join(cache, 'unfinished');
  mkdirSync(parent, { recursive: true });
  removeStale(parent);
  const fresh = join(parent, randomUUID());
  const folder = join(fresh, 'package');
  mkdirSync(folder, { recursive: true });
  try {
    return await use(folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Renames a filled folder to its name; when another installation was there first, its folder stays. */
export function moveInto(fresh: string, folder: string): void {
  mkdirSync(join(folder, '..'), { recursive: true });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
