import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { listServers, openCatalogue } from '../../catalogue/store/index.ts';
import { restrictTo } from '../../catalogue/store/read-shown.ts';
import { relateTools } from '../../catalogue/store/related.ts';
import type { SiteContext } from '../../site/context.ts';
import { RELATED_LIMIT } from '../../site/src/view/tool.ts';
import { readManifest, templateDigest, writeManifest, type Manifest } from './manifest.ts';
import { mergeFolders } from './merge.ts';
import { ensureReplaceable, MARKER, swapIn } from './output-folder.ts';
import { makePart, type BuildInputs, type MadePart, type Part } from './part.ts';
import { planParts, shares, type Weight } from './plan.ts';
import { showProgress } from './progress.ts';
import { serversToShow, serversToMakeAgain } from './selection.ts';
import { defaultWorkers, reuseParts, makeParts } from './workers.ts';
import { inWorkspace } from './workspace.ts';

/** What a build is given beside the catalogue; the members that are left out are as if nobody had said. */
type Given = Partial<
  Pick<SiteContext, 'rules' | 'attacks' | 'weights' | 'evaluation' | 'siteUrl' | 'issues'>
> &
  Pick<SiteContext, 'version'>;

export interface BuildOptions extends Given {
  /** The catalogue's file. */
  db: string;
  /** The folder that becomes the site. What a former build put there is replaced as a whole. */
  out: string;
  /** At most so many tool pages, of the riskiest servers; the others are in the data. */
  top?: number | undefined;
  /** Makes again only the servers that were crawled in this run or later; the other pages are kept as they are. */
  since?: number | undefined;
  /** Makes every page, whatever a former build left. */
  fresh?: boolean | undefined;
  /** How many processes make pages; as many as the machine runs at a time unless given. */
  workers?: number | undefined;
  /** How many pages a process makes at most, so that its memory is bounded. */
  pagesInPart?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface BuiltSite {
  /** Pages of the site, with those taken over from the former build. */
  pages: number;
  /** Files beside the pages: data, Markdown, policies, feeds. */
  files: number;
  /** How many of the pages were taken over unchanged. */
  kept: number;
  seconds: number;
  out: string;
}

/**
 * Builds the site into a fresh folder beside `out` and then puts it in `out`'s place. Servers of which nothing changed
 * since a former build into `out` are taken over from it.
 * @throws CatalogueError when the catalogue cannot be read; UserError when `out` holds something else; the signal's
 * reason when it is aborted, and then `out` is as it was
 */
export async function buildSite(options: BuildOptions): Promise<BuiltSite> {
  const started = performance.now();
  const target = resolve(options.out);
  await ensureReplaceable(target);
  openCatalogue(options.db, 'read').close();
  return inWorkspace(target, async (workspace) => {
    const site = join(workspace, 'site');
    const made = await make(options, { workspace, site, target });
    options.signal?.throwIfAborted();
    await swapIn(site, target);
    return { ...made, seconds: (performance.now() - started) / 1000, out: target };
  });
}

interface Places {
  workspace: string;
  /** The new site. */
  site: string;
  /** The former one. */
  target: string;
}

async function make(options: BuildOptions, places: Places): Promise<Omit<BuiltSite, 'seconds' | 'out'>> {
  const { workers = defaultWorkers(), signal } = options;
  const { inputs, servers } = prepare(options, places);
  const template = templateDigest(inputs);
  const reused = await reuse(options, places, inputs, servers, template);
  const kept = new Set(reused.kept);
  const parts = planParts(
    servers.filter(({ id }) => !kept.has(id)),
    { workers, workspace: places.workspace, most: options.pagesInPart },
  );
  const progress = showProgress(servers.reduce((sum, { pages }) => sum + pages, 0) - reused.pages);
  const report = progress.show;
  try {
    const made =
      parts.length === 1
        ? [await makePart(inputs, parts[0]!, report)]
        : await makeParts(inputs, parts, { workers, signal, report });
    return await finish(options, places, { template, reused, parts, made });
  } finally {
    progress.end();
  }
}

/** What the parts are given, and the servers that have pages, by name. */
function prepare(options: BuildOptions, { workspace }: Places): { inputs: BuildInputs; servers: Weight[] } {
  const { db, rules = [], attacks = [], weights, evaluation, siteUrl, issues, version, top } = options;
  const related = join(workspace, 'related.db');
  const catalogue = openCatalogue(db, 'read');
  try {
    const shown = top === undefined ? undefined : serversToShow(catalogue, top);
    if (shown) restrictTo(catalogue, shown);
    relateTools(catalogue, related, RELATED_LIMIT);
    const servers = listServers(catalogue).map(({ id, tools }) => ({ id, pages: 1 + tools }));
    return {
      inputs: { db, related, shown, rules, attacks, weights, evaluation, siteUrl, issues, version },
      servers,
    };
  } finally {
    catalogue.close();
  }
}

interface Kept {
  kept: string[];
  pages: number;
  files: number;
  former: Manifest['servers'];
}

/** Takes over from the former site what would come out the same. */
async function reuse(
  options: BuildOptions,
  { site, target }: Places,
  inputs: BuildInputs,
  servers: readonly Weight[],
  template: string,
): Promise<Kept> {
  const none: Kept = { kept: [], pages: 0, files: 0, former: {} };
  const former = options.fresh ? undefined : readManifest(target);
  if (!former || former.template !== template) return none;
  const { db, since, workers = defaultWorkers(), signal } = options;
  const order = {
    ...{ db, related: inputs.related, shown: inputs.shown, from: target, into: site },
    former: former.servers,
    again: since === undefined ? undefined : serversToMakeAgain(db, since),
  };
  const found = await reuseParts(order, shares(servers, workers), { workers, signal });
  return {
    former: former.servers,
    kept: found.flatMap(({ kept }) => kept),
    pages: found.reduce((sum, { pages }) => sum + pages, 0),
    files: found.reduce((sum, { files }) => sum + files, 0),
  };
}

interface Result {
  template: string;
  reused: Kept;
  parts: readonly Part[];
  made: readonly MadePart[];
}

/** Puts the parts together and marks the folder as a site of ours. */
async function finish(
  { version }: BuildOptions,
  { site }: Places,
  { template, reused, parts, made }: Result,
): Promise<Omit<BuiltSite, 'seconds' | 'out'>> {
  await mkdir(site, { recursive: true });
  for (const { workspace } of parts) mergeFolders(join(workspace, 'site'), site);
  const servers = Object.assign(
    Object.fromEntries(reused.kept.map((id) => [id, reused.former[id]!])),
    ...made.map(({ fingerprints }) => fingerprints),
  ) as Manifest['servers'];
  const total = {
    pages: reused.pages + made.reduce((sum, { pages }) => sum + pages, 0),
    files: reused.files + made.reduce((sum, { files }) => sum + files, 0),
    kept: reused.pages,
  };
  writeManifest(site, { template, servers });
  await writeFile(join(site, MARKER), `${JSON.stringify({ toolrisk: version, ...total })}\n`);
  return total;
}
