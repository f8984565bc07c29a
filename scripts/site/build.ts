import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openCatalogue } from '../../catalogue/store/index.ts';
import { restrictTo, serverSizes } from '../../catalogue/store/read-shown.ts';
import { EMITTERS } from '../../policy/index.ts';
import type { SiteContext } from '../../site/context.ts';
import { requireRun } from '../require-run.ts';
import { exchange } from './exchange.ts';
import { fingerprintServers, type Fingerprints } from './fingerprints.ts';
import { readManifest, templateDigest, writeManifest, type Manifest } from './manifest.ts';
import { mergeFolders } from './merge.ts';
import { relateForSite } from './open.ts';
import { ensureReplaceable, MARKER, swapIn } from './output-folder.ts';
import { partMaker, type BuildInputs, type MadePart, type Part } from './part.ts';
import { fitsInOne, planParts, shares, type Weight } from './plan.ts';
import { showProgress } from './progress.ts';
import { reuseServers, type ReuseOrder } from './reuse.ts';
import { makeSearchIndex, type IndexPart } from './search-files.ts';
import { serversToShow, serversToMakeAgain } from './selection.ts';
import { defaultWorkers, workerPool } from './workers.ts';
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
 * since a former build into `out` stay there as they are.
 * @throws CatalogueError when the catalogue cannot be read; UserError when `out` holds something else, or the
 * catalogue has no run `since`; the signal's reason when it is aborted, and then `out` is as it was
 */
export async function buildSite(options: BuildOptions): Promise<BuiltSite> {
  const started = performance.now();
  const target = resolve(options.out);
  await ensureReplaceable(target);
  openCatalogue(options.db, 'read').close();
  return inWorkspace(target, async (workspace) => {
    const site = join(workspace, 'site');
    const { total, outdated } = await make(options, { workspace, site, target });
    options.signal?.throwIfAborted();
    if (outdated) exchange({ made: site, target, former: join(workspace, 'former'), outdated });
    else await swapIn(site, target);
    return { ...total, seconds: (performance.now() - started) / 1000, out: target };
  });
}

interface Places {
  workspace: string;
  /** The new site. */
  site: string;
  /** The former one. */
  target: string;
}

interface Made {
  total: Omit<BuiltSite, 'seconds' | 'out'>;
  /** Where servers' pages stay in their place, the servers whose former pages do not; otherwise all was made. */
  outdated: string[] | undefined;
}

async function make(options: BuildOptions, places: Places): Promise<Made> {
  const { inputs, servers } = prepare(options, places);
  const progress = showProgress(servers.reduce((sum, { pages }) => sum + pages, 0));
  const small = fitsInOne(servers, options.pagesInPart);
  const work = small ? makeHere : makeInPool;
  try {
    return await work({ options, places, inputs, servers, report: progress.show });
  } finally {
    progress.end();
  }
}

/** A build that is going on. */
interface Work {
  options: BuildOptions;
  places: Places;
  inputs: BuildInputs;
  servers: readonly Weight[];
  report: (pages: number) => void;
}

/** A small site: in this process, for to start others would cost more than it brings. */
async function makeHere(work: Work): Promise<Made> {
  const { inputs, servers, report } = work;
  relateForSite(inputs);
  const fingerprints = fingerprintServers(inputs);
  const former = formerOf(work);
  const kept = new Set(
    former ? reuseServers({ ...reuseOrder(work, former, fingerprints), servers: idsOf(servers) }) : [],
  );
  const { common, index } = commonParts(work, former, fingerprints);
  const part = { ...common, servers: idsOf(servers).filter((id) => !kept.has(id)) };
  const made = [await partMaker()(inputs, part, report), makeSearchIndex(inputs, index)];
  return finish(work, { former, kept, workspaces: [part.workspace, index.workspace], made });
}

/** What is about no one server: its pages and files, and the search index. */
function commonParts(
  { places: { workspace, site, target } }: Work,
  former: Manifest | undefined,
  fingerprints: Fingerprints,
): { common: Part; index: IndexPart } {
  const both = { fingerprints, former: former && target };
  return {
    common: { ...both, servers: [], siteWide: true, workspace: join(workspace, 'part-0'), place: site },
    index: { ...both, workspace: join(workspace, 'search') },
  };
}

/** A large site: in processes of their own, as many at a time as there are workers. */
async function makeInPool(work: Work): Promise<Made> {
  const { inputs, servers, report, places, options } = work;
  const { workers = defaultWorkers(), signal, pagesInPart: most } = options;
  const pool = workerPool({ workers, signal, report });
  const former = formerOf(work);
  try {
    const taken = pool.fingerprint(inputs);
    const ofNoServer = async () => {
      const { common, index } = commonParts(work, former, await taken);
      const made = await Promise.all([pool.make(inputs, [common]), pool.index(inputs, index)]);
      return { workspaces: [common.workspace, index.workspace], made: made.flat() };
    };
    const ofServers = async () => {
      const [fingerprints] = await Promise.all([taken, pool.relate(inputs)]);
      const order = former && reuseOrder(work, former, fingerprints);
      const kept = new Set(order ? await pool.reuse(order, shares(servers, workers)) : []);
      const rest = servers.filter(({ id }) => !kept.has(id));
      const parts = planParts(rest, { ...places, fingerprints, most });
      const made = await pool.make(inputs, parts);
      return { kept, workspaces: parts.map(({ workspace }) => workspace), made };
    };
    const [common, { kept, ...own }] = await Promise.all([ofNoServer(), ofServers()]);
    return await finish(work, {
      ...{ former, kept },
      workspaces: [...common.workspaces, ...own.workspaces],
      made: [...common.made, ...own.made],
    });
  } finally {
    await pool.end();
  }
}

const idsOf = (servers: readonly Weight[]): string[] => servers.map(({ id }) => id);

/** What the parts are given, and the servers that have pages. */
function prepare(options: BuildOptions, { workspace }: Places): { inputs: BuildInputs; servers: Weight[] } {
  const { db, rules = [], attacks = [], weights, evaluation, siteUrl, issues, version, top, since } = options;
  const related = join(workspace, 'related.db');
  const catalogue = openCatalogue(db, 'read');
  try {
    if (since !== undefined) requireRun(catalogue, db, since);
    const shown = top === undefined ? undefined : serversToShow(catalogue, top);
    if (shown) restrictTo(catalogue, shown);
    return {
      inputs: { db, related, shown, rules, attacks, weights, evaluation, siteUrl, issues, version },
      servers: serverSizes(catalogue).map(({ id, tools }) => ({ id, pages: pagesOf(tools) })),
    };
  } finally {
    catalogue.close();
  }
}

/** A server's page, one for each tool and, where it has tools, one for each target. */
const pagesOf = (tools: number): number => (tools === 0 ? 1 : 1 + tools + EMITTERS.length);

/** What a former build left that was made from the same templates. */
function formerOf({ options, places, inputs }: Work): Manifest | undefined {
  const former = options.fresh ? undefined : readManifest(places.target);
  return former?.template === templateDigest(inputs) ? former : undefined;
}

function reuseOrder(
  { options, places, inputs }: Work,
  former: Manifest,
  fingerprints: Fingerprints,
): Omit<ReuseOrder, 'servers'> {
  const { db, since } = options;
  return {
    ...{ db, related: inputs.related, shown: inputs.shown, from: places.target, fingerprints },
    former: Object.fromEntries(
      Object.entries(former.servers).map(([id, { fingerprint }]) => [id, fingerprint]),
    ),
    again: since === undefined ? undefined : serversToMakeAgain(db, since),
  };
}

interface Result {
  former: Manifest | undefined;
  kept: ReadonlySet<string>;
  /** The folders of the parts. */
  workspaces: readonly string[];
  made: readonly MadePart[];
}

/** Puts the parts together and marks the folder as a site of ours. */
async function finish(
  { options: { version }, places: { site }, inputs }: Work,
  { former, kept, workspaces, made }: Result,
): Promise<Made> {
  await mkdir(site, { recursive: true });
  for (const workspace of workspaces) mergeFolders(join(workspace, 'site'), site);
  const stay = Object.entries(former?.servers ?? {}).filter(([id]) => kept.has(id));
  const sum = (of: readonly { pages: number; files: number }[], what: 'pages' | 'files'): number =>
    of.reduce((total, one) => total + one[what], 0);
  const staying = stay.map(([, server]) => server);
  const total = {
    pages: sum(made, 'pages') + sum(staying, 'pages'),
    files: sum(made, 'files') + sum(staying, 'files'),
    kept: sum(staying, 'pages'),
  };
  const servers = Object.assign(
    Object.fromEntries(stay),
    ...made.map((part) => part.servers),
  ) as Manifest['servers'];
  writeManifest(site, { template: templateDigest(inputs), servers });
  await writeFile(join(site, MARKER), `${JSON.stringify({ toolrisk: version, ...total })}\n`);
  const outdated = Object.keys(former?.servers ?? {}).filter((id) => !kept.has(id));
  return { total, outdated: kept.size > 0 ? outdated : undefined };
}
