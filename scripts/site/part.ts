/** One part of the site: the pages of some servers and of their tools, or the pages that are about no one server. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalogue, type Catalogue } from '../../catalogue/store/index.ts';
import { astroConfig } from '../../site/config.ts';
import { provideContext, type SiteContext } from '../../site/context.ts';
import type { Frames } from '../../site/src/view/server-pages.ts';
import { PACKAGE_ROOT } from '../package.ts';
import type { Fingerprints } from './fingerprints.ts';
import { writeDownloads, type WholeCatalogue } from './downloads.ts';
import { openCatalogueForSite, type CatalogueFiles } from './open.ts';
import type { MadeServer } from './manifest.ts';
import { mergeFolders } from './merge.ts';
import { takeFrames, writeServerPages } from './server-pages.ts';
import { writeSiteFiles } from './site-files.ts';
import { fileWriter } from './writer.ts';

/** What all parts of a build have in common: plain data, so that it can be sent to another process. */
export type BuildInputs = CatalogueFiles &
  Pick<SiteContext, 'rules' | 'attacks' | 'weights' | 'evaluation' | 'siteUrl' | 'issues' | 'version'>;

/** A part: which pages, and where they go. */
export interface Part {
  servers: readonly string[];
  /** Those of its servers; of all where `siteWide`. */
  fingerprints: Fingerprints;
  /** Whether the pages that are about no one server belong to it. */
  siteWide: boolean;
  /** A folder of its own, in which `node_modules` can be found upwards. What Astro makes is put below its `site`. */
  workspace: string;
  /** The new site, which all parts share: servers' pages and files are put there at once, for to move them costs. */
  place: string;
  /** The former site, where it was made from the same templates. */
  former?: string | undefined;
}

/** How many frames Astro makes beside the pages (site/src/pages/frames/). */
const FRAMES = 2;

export interface MadePart {
  pages: number;
  /** Files beside the pages: data, Markdown, policies, feeds. */
  files: number;
  servers: Record<string, MadeServer>;
}

/**
 * Makes a part. `report` is given the number of pages made so far, a few times a second.
 * @throws CatalogueError when the catalogue cannot be read
 */
export type PartMaker = (
  inputs: BuildInputs,
  part: Part,
  report: (pages: number) => void,
) => Promise<MadePart>;

/** Makes parts of one build, one after the other. Astro makes the frames of servers' pages for the first alone. */
export function partMaker(): PartMaker {
  let frames: Frames | undefined;
  return async (inputs, part, report) => {
    const made = await makePart(inputs, part, { report, frames });
    frames = made.frames;
    return made.part;
  };
}

interface Making {
  report: (pages: number) => void;
  /** Those of an earlier part. */
  frames: Frames | undefined;
}

async function makePart(
  inputs: BuildInputs,
  part: Part,
  { report, frames: former }: Making,
): Promise<{ part: MadePart; frames: Frames }> {
  const site = join(part.workspace, 'site');
  await mkdir(site, { recursive: true });
  const { catalogue, related, close } = openCatalogueForSite(inputs);
  const astro = fileWriter(site);
  const servers = fileWriter(part.place);
  const { rules, attacks, weights, evaluation, siteUrl, issues, version } = inputs;
  const base = siteUrl === undefined ? '/' : new URL(siteUrl).pathname;
  const context: SiteContext = {
    ...{ catalogue, related, rules, attacks, weights, evaluation, siteUrl, issues, base, version },
    ...{
      servers: part.servers,
      beside: astro.write,
      downloads: [],
      survey: undefined,
      templates: {},
      rendered: 0,
    },
  };
  const timer = setInterval(() => report(context.rendered), 250);
  const apart = join(part.workspace, 'apart');
  try {
    provideContext(context);
    // Before the pages, which name them; elsewhere, for Astro empties its output folder.
    if (part.siteWide) Object.assign(context, await ofAllServers(catalogue, inputs, part, apart));
    const frames = part.siteWide || !former ? await renderPages(context, part, site) : former;
    const made = await writeServerPages(context, { frames, fingerprints: part.fingerprints }, servers.write);
    const pages = Object.values(made).reduce((sum, server) => sum + server.pages, 0);
    const common = part.siteWide ? await writeSiteFiles(context, site) : 0;
    if (part.siteWide) mergeFolders(apart, site);
    const files = astro.written() + servers.written() - pages + common;
    return { part: { pages: context.rendered, files, servers: made }, frames };
  } finally {
    clearInterval(timer);
    report(context.rendered);
    close();
  }
}

/** The downloads hold every server, whichever have pages; what is open shows those that have. */
async function ofAllServers(
  open: Catalogue,
  { db, attacks, shown }: BuildInputs,
  { former, fingerprints }: Part,
  folder: string,
): Promise<WholeCatalogue> {
  const whole = shown ? openCatalogue(db, 'read') : open;
  try {
    return await writeDownloads(whole, folder, { attacks, fingerprints, shown, former });
  } finally {
    if (whole !== open) whole.close();
  }
}

/** The pages that are about no one server, where they belong to the part, and the frames of the others, by Astro. */
async function renderPages(
  context: SiteContext,
  { workspace, siteWide }: Part,
  site: string,
): Promise<Frames> {
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  const { build } = await import('astro');
  // Astro keeps its intermediate files below the working directory when the output is elsewhere.
  const cwd = process.cwd();
  process.chdir(workspace);
  try {
    await build(
      astroConfig(new URL('site/', PACKAGE_ROOT), workspace, { siteUrl: context.siteUrl, siteWide }),
    );
  } finally {
    process.chdir(cwd);
  }
  // The frames were counted as pages, and are none.
  context.rendered -= FRAMES;
  return takeFrames(context, site);
}
