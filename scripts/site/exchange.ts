/**
 * Brings a site up to date in its place, where most servers' pages stay as they are. Linking or copying those into a
 * new folder would cost more than making the few that changed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverPath, toolApiPath } from '../../site/src/view/addresses.ts';
import { SHARED_FOLDERS, serverPlaces } from '../../site/src/view/server-files.ts';
import { MANIFEST } from './manifest.ts';

export interface Exchange {
  /** What was made: every page that is about no one server, and the servers that changed. */
  made: string;
  /** The site that is brought up to date. */
  target: string;
  /** An empty folder on the same disk, for what is replaced. */
  former: string;
  /** The servers of the former site that are gone or were made again. */
  outdated: readonly string[];
}

/**
 * Takes out what is outdated and puts in what was made, by renaming alone: moments, whatever the site's size. The
 * manifest is taken out first and put in last, so that after a stop in between the next build makes everything.
 */
export function exchange({ made, target, former, outdated }: Exchange): void {
  const out = (path: string) => takeOut(join(target, path), join(former, path));
  out(MANIFEST);
  for (const id of outdated)
    for (const path of [...ownDefinitions(target, id), ...serverPlaces(id)]) out(path);
  replace({ made, target, former }, '');
  renameSync(join(made, MANIFEST), join(target, MANIFEST));
}

/** Pages that stay ask for the style sheets and fonts that they were made with. */
const ASSETS = '/assets';

/** The records of definitions that a server wrote: those of which it is the first that offers them. */
function ownDefinitions(site: string, id: string): string[] {
  const folder = join(site, serverPath(id));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('policy.'))
    .flatMap((name) => {
      const path = toolApiPath(digestIn(join(folder, name)));
      const file = join(site, path);
      return existsSync(file) && firstOffering(file) === id ? [path] : [];
    });
}

const digestIn = (file: string): string =>
  (JSON.parse(readFileSync(file, 'utf8')) as { digest: string }).digest;

function firstOffering(file: string): string | undefined {
  const { offeredBy } = JSON.parse(readFileSync(file, 'utf8')) as { offeredBy: { server: string }[] };
  return offeredBy[0]?.server;
}

/** Below a folder that all servers share, entry by entry; every other folder as a whole. */
function replace(places: Pick<Exchange, 'made' | 'target' | 'former'>, path: string): void {
  const { made, target, former } = places;
  const entries = readdirSync(join(made, path), { withFileTypes: true });
  if (!SHARED_FOLDERS.has(path) && path !== ASSETS)
    takeOutOthers(places, path, new Set(entries.map(({ name }) => name)));
  for (const entry of entries) {
    const at = `${path}/${entry.name}`;
    if (at === `/${MANIFEST}`) continue;
    if (entry.isDirectory() && leadsToShared(at) && existsSync(join(target, at))) replace(places, at);
    else {
      // A file takes the place of another in one step; a folder does not.
      if (entry.isDirectory()) takeOut(join(target, at), join(former, at));
      renameSync(join(made, at), join(target, at));
    }
  }
}

const leadsToShared = (path: string): boolean =>
  [...SHARED_FOLDERS, ASSETS].some((shared) => shared === path || shared.startsWith(`${path}/`));

/** What the new site no longer has. */
function takeOutOthers(
  { target, former }: Pick<Exchange, 'target' | 'former'>,
  path: string,
  wanted: ReadonlySet<string>,
): void {
  for (const name of readdirSync(join(target, path))) {
    const at = `${path}/${name}`;
    if (!wanted.has(name) && !leadsToShared(at)) takeOut(join(target, at), join(former, at));
  }
}

function takeOut(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}
