/** The files that are about no one server: what robots, agents and programs read. */
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { latestRun } from '../../catalogue/store/index.ts';
import type { SiteContext, SiteFile } from '../../site/context.ts';
import { llmsText } from '../../site/src/text/llms.ts';
import { absolute, changesFeedPath } from '../../site/src/view/addresses.ts';
import { counted } from '../../site/src/view/counted.ts';
import { openApi } from '../../site/src/view/openapi.ts';
import { schemaFiles } from '../../site/src/view/schemas.ts';
import { serversByName } from '../../site/src/view/servers-by-name.ts';
import { entriesOf, sitemapFiles, type SitemapEntry } from '../../site/src/view/sitemap.ts';
import {
  attackJsonPath,
  attacksJsonPath,
  changesJsonPath,
  siteFeedPath,
  statisticsJsonPath,
} from '../../site/src/view/twin-addresses.ts';
import { PACKAGE_ROOT } from '../package.ts';
import { bundleClient } from './client-bundle.ts';
import { serverLists } from './server-lists.ts';
import { fileWriter } from './writer.ts';

/** Writes them into the part of the site that has the pages which are about no one server. Gives their number. */
export async function writeSiteFiles(context: SiteContext, site: string): Promise<number> {
  const { write, written } = fileWriter(site);
  write(apiFiles(context));
  write(robotFiles(context));
  write(sitemapFiles(pagesToFind(context, site)));
  const feed = join(site, changesFeedPath);
  if (existsSync(feed)) copyFileSync(feed, join(site, siteFeedPath));
  await bundleClient(new URL('site/', PACKAGE_ROOT), site);
  return written() + context.downloads.length;
}

/** The API's index and lists, its description, and the schemas of all records. */
function* apiFiles({ catalogue, attacks, version }: SiteContext): Generator<SiteFile> {
  const run = latestRun(catalogue);
  const held = counted(catalogue);
  const lists = serverLists(serversByName(catalogue));
  const index = {
    toolrisk: version,
    classifier: held.classifierVersion,
    run: run ? { id: run.id, startedAt: run.startedAt, status: run.status } : null,
    servers: held.servers,
    tools: held.tools,
    lists: lists.map(([path]) => path),
    attacks: attacks.map(({ id }) => attackJsonPath(id)),
    reports: { attacks: attacksJsonPath, changes: changesJsonPath, statistics: statisticsJsonPath },
  };
  yield { path: '/api/v1/index.json', text: asJson(index) };
  yield { path: '/api/v1/openapi.json', text: asJson(openApi(version)) };
  for (const [path, text] of lists) yield { path, text };
  for (const [path, schema] of Object.entries(schemaFiles())) yield { path, text: asJson(schema) };
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What robots and agents look for at fixed addresses. */
function* robotFiles({ catalogue, issues }: SiteContext): Generator<SiteFile> {
  const sitemap = absolute('/sitemap-index.xml');
  const lines = ['User-agent: *', 'Allow: /', ...(sitemap ? [`Sitemap: ${sitemap}`] : [])];
  yield { path: '/robots.txt', text: `${lines.join('\n')}\n` };
  yield { path: '/llms.txt', text: llmsText(counted(catalogue)) };
  // RFC 9116 wants somebody to write to; without an address there is no such file.
  if (issues !== undefined)
    yield {
      path: '/.well-known/security.txt',
      text: securityText(issues, absolute('/.well-known/security.txt')),
    };
}

/** RFC 9116; it has to expire, and a site that is built again in time renews it. */
function securityText(contact: string, canonical: string | undefined): string {
  const expires = new Date(Date.now() + 180 * 24 * 3600 * 1000).toISOString();
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires}`,
    ...(canonical ? [`Canonical: ${canonical}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Every page that a search engine may list, with the date of the newest definition on it. Pages of policies are
 * reached from their server's.
 */
function* pagesToFind({ survey }: SiteContext, site: string): Generator<SitemapEntry> {
  for (const path of pagesBelow(site, '/')) yield { path };
  for (const server of survey?.pages ?? []) yield* entriesOf(server);
}

/** The pages of this part that are about no one server, by path. */
function* pagesBelow(site: string, path: string): Generator<string> {
  for (const entry of readdirSync(join(site, path), { withFileTypes: true })) {
    if (entry.name === 'index.html') yield path;
    else if (entry.isDirectory() && !(path === '/servers/')) yield* pagesBelow(site, `${path}${entry.name}/`);
  }
}
