import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SCRIPTED_SHELF } from './shelves.ts';
import { isMarked, keyOf, mark } from './marks.ts';

/** A folder of the cache that may be removed, for it can be had again. */
type Entry = { name: string; bytes: number; usedAt: number };

/** Where installed packages stand in a cache; below each, a folder for each package. */
const SHELVES = [
  ...['npm', 'pypi'].map((client) => join(client, `${process.platform}-${process.arch}`)),
  SCRIPTED_SHELF,
];
const BUNDLES = 'mcpb';
/** What npm keeps for itself. It only ever grows, so it may be no more than this part of all. */
const NPM_OWN = 'npm-cache';
const NPM_PART = 0.25;

/**
 * Removes packages until the cache has at most `limit` bytes, those first that were used longest ago. What a
 * running crawl uses, this one or another process's, stays.
 * @returns the names of what was removed
 */
export async function trimCache(cache: string, limit: number): Promise<string[]> {
  const packages: Entry[] = [];
  for (const shelf of [...SHELVES, BUNDLES])
    for (const name of await namesIn(join(cache, shelf)))
      packages.push(await entryOf(cache, join(shelf, name)));
  const own: Entry = { name: NPM_OWN, bytes: await bytesOf(join(cache, NPM_OWN)), usedAt: 0 };
  const removed: string[] = [];
  let total = packages.reduce((sum, { bytes }) => sum + bytes, own.bytes);
  const oldest = packages.sort((a, b) => a.usedAt - b.usedAt);
  for (const entry of [...(own.bytes > limit * NPM_PART ? [own] : []), ...oldest]) {
    if (total <= limit && entry !== own) break;
    if (!(await remove(cache, entry.name))) continue;
    total -= entry.bytes;
    removed.push(entry.name);
  }
  return removed;
}

const PAUSE_MS = 60_000;
const trimmedAt = new Map<string, number>();

/** As `trimCache`, but once a minute at most for each cache: counting takes a while. A failure is for the next time. */
export async function trimNowAndThen(cache: string, limit: number, now: Date): Promise<void> {
  if (now.getTime() - (trimmedAt.get(cache) ?? -Infinity) < PAUSE_MS) return;
  trimmedAt.set(cache, now.getTime());
  try {
    await trimCache(cache, limit);
  } catch (error) {
    // A cache that is too large is no reason to lose what a server listed.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** Removes a folder unless it is in use (uses.ts says how the two agree). It goes at once; its files take a while. */
async function remove(cache: string, name: string): Promise<boolean> {
  const unmark = mark(cache, 'going', name);
  const trash = join(cache, 'unfinished', randomUUID());
  try {
    if (isMarked(cache, 'in-use', name)) return false;
    mkdirSync(join(cache, 'unfinished'), { recursive: true });
    renameSync(join(cache, name), trash);
    rmSync(sizeFile(cache, name), { force: true });
  } catch (error) {
    // Another crawl removed it first.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  } finally {
    unmark();
  }
  await rm(trash, { recursive: true, force: true });
  return true;
}

/** A package never changes once it is there, so its size is counted once. */
async function entryOf(cache: string, name: string): Promise<Entry> {
  const file = sizeFile(cache, name);
  const usedAt = statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (existsSync(file)) return { name, bytes: Number(readFileSync(file, 'utf8')), usedAt };
  const bytes = await bytesOf(join(cache, name));
  mkdirSync(join(cache, 'sizes'), { recursive: true });
  writeFileSync(file, String(bytes));
  return { name, bytes, usedAt };
}

const sizeFile = (cache: string, name: string) => join(cache, 'sizes', keyOf(name));

/** What a folder and all in it take of the disk. What goes away meanwhile counts nothing. */
async function bytesOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    bytes += found === undefined ? 0 : found.blocks * 512;
    if (found?.isDirectory() === true) bytes += await bytesOf(path);
  }
  return bytes;
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
