import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Kinds of pages by what their files are called below a built site; of each the largest is looked at. */
const KINDS: Readonly<Record<string, RegExp>> = {
  home: /^index\.html$/,
  browse: /^browse\/[^/]+\/.*index\.html$/,
  server: /^servers\/[^/]+\/index\.html$/,
  tool: /^servers\/[^/]+\/(?!policy\/)[^/]+\/index\.html$/,
  'policy of a target': /^servers\/[^/]+\/policy\/[^/]+\/index\.html$/,
  attack: /^attacks\/[^/]+\/index\.html$/,
  changes: /^changes\/.*index\.html$/,
  statistics: /^statistics\/index\.html$/,
  methodology: /^methodology\/index\.html$/,
  build: /^build\/index\.html$/,
};

/** Whether a file of a built site is a tool's page. */
export const isToolPage = (path: string): boolean => KINDS.tool!.test(path);

/** The address of the largest page of every kind, and a search and a comparison that have something to show. */
export function choosePages(dist: string): Map<string, string> {
  const files = (readdirSync(dist, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.html'))
    .map((path) => ({ path, size: statSync(join(dist, path)).size }))
    .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
  const chosen = new Map<string, string>();
  for (const [kind, pattern] of Object.entries(KINDS)) {
    const file = files.find(({ path }) => pattern.test(path));
    if (!file) throw new Error(`${dist} has no page of the kind “${kind}”.`);
    chosen.set(kind, addressOf(file.path));
  }
  const servers = files.filter(({ path }) => KINDS.server!.test(path)).map(({ path }) => path.split('/')[1]);
  return chosen.set('search', '/search/?q=delete').set('compare', `/compare/?servers=${servers.slice(0, 2)}`);
}

const addressOf = (path: string): string => (path === 'index.html' ? '/' : `/${dirname(path)}/`);
