import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { UserError } from '../errors.ts';

/** Marks a folder as a site that Toolrisk built, and so as one that it may replace. */
export const MARKER = '.toolrisk-site';

/**
 * Makes sure that a folder may be replaced: it is absent, empty, or a former build.
 * @throws UserError when it holds anything else.
 */
export async function ensureReplaceable(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    throw new UserError(`${folder} is no folder, so the site cannot go there: name another with --out.`);
  }
  const entries = await readdir(folder);
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new UserError(
      `${folder} holds files that are no site of Toolrisk's: name another folder with --out, or empty it yourself.`,
    );
  }
}

/** Puts a finished folder in the target's place. If that fails the target is as it was. */
export async function swapIn(finished: string, target: string): Promise<void> {
  await ensureReplaceable(target);
  const former = `${finished}.former`;
  const moved = await rename(target, former).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(finished, target);
  } catch (error) {
    if (moved) await rename(former, target);
    throw error;
  }
  if (moved) await rm(former, { recursive: true, force: true });
}
