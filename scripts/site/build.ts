import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { openCatalogue } from '../../catalogue/store/index.ts';
import { astroConfig } from '../../site/config.ts';
import {
  provideContext,
  type AttackDocument,
  type RuleDocument,
  type SiteContext,
} from '../../site/context.ts';
import { dataFiles } from '../../site/src/view/twins.ts';
import { PACKAGE_ROOT } from '../package.ts';
import { ensureReplaceable, MARKER, swapIn } from './output-folder.ts';
import { showProgress } from './progress.ts';

export interface BuildOptions {
  /** The catalogue's file. */
  db: string;
  /** The folder that becomes the site. What a former build put there is replaced as a whole. */
  out: string;
  /** Where the site will be served, with a final slash. */
  siteUrl?: string | undefined;
  /** Where a wrong verdict is reported: a form that takes `title` and `body`. */
  issues?: string | undefined;
  rules?: readonly RuleDocument[];
  attacks?: readonly AttackDocument[];
  version: string;
}

export interface BuiltSite {
  pages: number;
  /** JSON files beside the pages. */
  files: number;
  seconds: number;
  out: string;
}

/**
 * Builds the site into a fresh folder beside `out` and then puts it in `out`'s place.
 * @throws CatalogueError when the catalogue cannot be read; UserError when `out` holds something else.
 */
export async function buildSite({
  db,
  out,
  siteUrl,
  issues,
  rules = [],
  attacks = [],
  version,
}: BuildOptions): Promise<BuiltSite> {
  const started = performance.now();
  const target = resolve(out);
  await ensureReplaceable(target);
  const catalogue = openCatalogue(db, 'read');
  try {
    const base = siteUrl === undefined ? '/' : new URL(siteUrl).pathname;
    const context: SiteContext = { catalogue, rules, attacks, siteUrl, issues, base, version, rendered: 0 };
    return await inWorkspace(target, async (workspace) => {
      const made = await make(context, workspace);
      await swapIn(join(workspace, 'site'), target);
      return { ...made, seconds: (performance.now() - started) / 1000, out: target };
    });
  } finally {
    catalogue.close();
  }
}

/** Pages by Astro, then the data files, which need no templates. */
async function make(context: SiteContext, workspace: string): Promise<{ pages: number; files: number }> {
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  const { build } = await import('astro');
  provideContext(context);
  const progress = showProgress(context);
  // Astro keeps its intermediate files below the working directory when the output is elsewhere.
  const cwd = process.cwd();
  process.chdir(workspace);
  try {
    await build(astroConfig(new URL('site/', PACKAGE_ROOT), workspace, context.siteUrl));
    const site = join(workspace, 'site');
    const files = await writeDataFiles(context, site);
    const made = { pages: context.rendered, files };
    await writeFile(join(site, MARKER), `${JSON.stringify({ toolrisk: context.version, ...made })}\n`);
    return made;
  } finally {
    process.chdir(cwd);
    progress.end();
  }
}

async function writeDataFiles({ catalogue }: SiteContext, site: string): Promise<number> {
  let written = 0;
  const folders = new Set<string>();
  for (const { path, text } of dataFiles(catalogue)) {
    const file = join(site, path);
    if (!folders.has(dirname(file))) {
      await mkdir(dirname(file), { recursive: true });
      folders.add(dirname(file));
    }
    await writeFile(file, text);
    written++;
  }
  return written;
}

/** Runs in a folder of its own beside the target, so that putting the result in place is one renaming. */
async function inWorkspace<T>(target: string, work: (workspace: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(target), { recursive: true });
  await removeStaleWorkspaces(target);
  const workspace = await mkdtemp(`${workspacePrefix(target)}${process.pid}-`);
  try {
    // Astro resolves its own parts, and the built code its packages, from the workspace upwards.
    await symlink(nodeModules(), join(workspace, 'node_modules'), 'junction');
    return await work(workspace);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
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
