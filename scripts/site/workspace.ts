/** A folder beside the target in which the site is made, so that putting it in place is one renaming. */
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { reasonOf } from '../../catalogue/reason.ts';
import { UserError } from '../errors.ts';

/**
 * Runs in a fresh folder beside the target and removes the folder, whatever happens.
 * @throws UserError where no folder can be made there
 */
export async function inWorkspace<T>(target: string, work: (workspace: string) => Promise<T>): Promise<T> {
  const workspace = await makeWorkspace(target).catch((error: unknown) => {
    throw new UserError(
      `The site cannot be put at ${target}: ${reasonOf(error)}. Name another folder with --out.`,
    );
  });
  try {
    // Astro resolves its own parts, and the built code its packages, from the workspace upwards.
    await symlink(nodeModules(), join(workspace, 'node_modules'), 'junction');
    return await work(workspace);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function makeWorkspace(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  await removeStaleWorkspaces(target);
  return mkdtemp(`${workspacePrefix(target)}${process.pid}-`);
}

const workspacePrefix = (target: string): string => join(dirname(target), `.${basename(target)}.building-`);

/** Removes what builds left behind that were stopped in the middle; those that are going on are left alone. */
async function removeStaleWorkspaces(target: string): Promise<void> {
  const prefix = basename(workspacePrefix(target));
  for (const name of await readdir(dirname(target))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : NaN;
    if (pid > 0 && !isRunning(pid)) await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The node_modules folder that holds Astro. */
function nodeModules(): string {
  return resolve(dirname(createRequire(import.meta.url).resolve('astro/package.json')), '..');
}
