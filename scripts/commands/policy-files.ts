import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Emitter, Policy } from '../../policy/index.ts';
import { merge, UnmergeableFile } from '../../policy/merge.ts';
import { reasonOf } from '../../catalogue/reason.ts';
import { UserError } from '../errors.ts';

/** A text file; `-` is standard input. @throws UserError when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/**
 * Writes the policies into a client's or gateway's own file: merged into what is there, with a backup beside it; the
 * file is replaced in one step. Gives sentences on what was done.
 * @throws UserError when the file is not one that can be merged into
 */
export function writeInto(file: string, emitter: Emitter, policies: readonly Policy[]): string[] {
  const existing = existsSync(file) ? readText(file) : undefined;
  const merged = mergedText(file, existing ?? '', emitter, policies);
  if (merged === existing) return [`${file} already says this.`];
  try {
    mkdirSync(dirname(file), { recursive: true });
    const backup = existing === undefined ? undefined : freeBackup(file);
    if (backup !== undefined) copyFileSync(file, backup);
    const partial = `${file}.${process.pid}.partial`;
    writeFileSync(partial, merged);
    renameSync(partial, file);
    return [`Wrote ${file}.`, ...(backup === undefined ? [] : [`What was there is in ${backup}.`])];
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${reasonOf(error)}.`);
  }
}

function mergedText(file: string, existing: string, emitter: Emitter, policies: readonly Policy[]): string {
  try {
    return merge(existing, emitter, policies);
  } catch (error) {
    if (!(error instanceof UnmergeableFile)) throw error;
    throw new UserError(`${file} was left as it is: ${error.message}.`);
  }
}

/** A name for a backup that no earlier one has. */
function freeBackup(file: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${file}.bak` : `${file}.bak${n}`;
    if (!existsSync(name)) return name;
  }
}
