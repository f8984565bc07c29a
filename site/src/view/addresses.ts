/**
 * The addresses of the site. A tool's data twin is `{slug}.json` beside its page's folder: no slug and no server id
 * ends in `.json` (catalogue/slug.ts), so that no twin can ever stand where another tool's page is.
 */
import { sha256 } from '../../../catalogue/digest.ts';
import { context } from '../../context.ts';

export const homePath = '/';
export const serversPath = '/servers/';
export const methodologyPath = '/methodology/';
export const serverPath = (serverId: string): string => `/servers/${serverId}/`;
export const serverJsonPath = (serverId: string): string => `/servers/${serverId}.json`;
export const toolPath = (serverId: string, slug: string): string => `/servers/${serverId}/${slug}/`;
export const toolJsonPath = (serverId: string, slug: string): string => `/servers/${serverId}/${slug}.json`;
export const serverMarkdownPath = (serverId: string): string => `/servers/${serverId}.md`;
export const toolMarkdownPath = (serverId: string, slug: string): string => `/servers/${serverId}/${slug}.md`;
export const serverApiPath = (serverId: string): string => `/api/v1/servers/${serverId}.json`;
export const toolApiPath = (digest: string): string => `/api/v1/tools/${digest}.json`;
export const policyPath = (serverId: string, posture: string): string =>
  `/servers/${serverId}/policy.${posture}.json`;
/** A server's policy for one target: its page, and below it the file itself. */
export const targetPath = (serverId: string, target: string): string =>
  `/servers/${serverId}/policy/${target}/`;
export const targetFilePath = (serverId: string, target: string, filename: string): string =>
  `${targetPath(serverId, target)}${filename.split('/').at(-1)!}`;
export const serverFeedPath = (serverId: string): string => `/servers/${serverId}/feed.atom`;
export const serverCsvPath = (serverId: string): string => `/servers/${serverId}/tools.csv`;
/**
 * The place of a tool on the pages of its server's policies: its slug, or what sets the slug apart where that is in it
 * (catalogue/slug.ts); of a long one a digest, for a tool's page names the place once for every target. One slug is
 * the frame's own mark for its content.
 */
export function anchor(slug: string): string {
  if (slug.includes('~')) return slug.slice(slug.lastIndexOf('~'));
  if (slug === 'content' || slug.length > 24) return `~${sha256(slug).slice(0, 10)}`;
  return slug;
}
export const badgePath = (serverId: string): string => `/badge/${serverId}.svg`;
export const attacksPath = '/attacks/';
export const attackPath = (attackId: string): string => `/attacks/${attackId}/`;
export const changesPath = '/changes/';
export const changesFeedPath = '/changes/feed.atom';
export const runPath = (runId: number): string => `/changes/${runId}/`;
export const runJsonPath = (runId: number): string => `/changes/${runId}.json`;
export const runFeedPath = (runId: number): string => `/changes/${runId}.atom`;
export const statisticsPath = '/statistics/';
export const chartCsvPath = (chartId: string): string => `/statistics/${chartId}.csv`;
/** The page about data, and the folder of what can be downloaded. */
export const dataPath = '/data/';
export const rulePath = (ruleId: string): string => `${methodologyPath}#${encodeURIComponent(ruleId)}`;

/** A path as a link, below the site's base. */
export function href(path: string): string {
  return `${context().base}${path.slice(1)}`;
}

/** A path as a whole URL, or undefined where the build was not told where the site will be. */
export function absolute(path: string): string | undefined {
  const { siteUrl } = context();
  return siteUrl === undefined ? undefined : `${siteUrl}${path.slice(1)}`;
}
