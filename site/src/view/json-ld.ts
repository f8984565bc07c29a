/** Structured data for search engines: only what the page itself says. */
import type { Download } from '../../context.ts';
import { absolute, dataPath, homePath, serverPath, serversPath, toolPath } from './addresses.ts';
import type { ServerView } from './server.ts';
import type { ToolView } from './tool.ts';
import { visible } from '../text/visible.ts';

/** JSON for a `<script type="application/ld+json">`: no `<`, `>` or `&` that could end the element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function breadcrumbs(steps: [name: string, path: string][]): object {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(([name, path], i) => {
      // The last step is the page itself, which its canonical address names already.
      const item = i < steps.length - 1 ? absolute(path) : undefined;
      return { '@type': 'ListItem', position: i + 1, name: visible(name), ...(item ? { item } : {}) };
    }),
  };
}

/** A tool's page: the article and the way to it. */
export function toolLd({ tool }: ToolView, headline: string): object {
  const { serverId, serverName, slug, lastSeenAt, definedAt, name } = tool;
  const article = {
    '@type': 'TechArticle',
    headline,
    datePublished: definedAt.slice(0, 10),
    dateModified: lastSeenAt.slice(0, 10),
    about: { '@type': 'SoftwareApplication', name: visible(serverName) },
  };
  const crumbs: [string, string][] = [
    ['Servers', serversPath],
    [serverName, serverPath(serverId)],
    [name, toolPath(serverId, slug)],
  ];
  return { '@context': 'https://schema.org', '@graph': [article, breadcrumbs(crumbs)] };
}

/** A server's page. */
export function serverLd({ id, server }: ServerView, description: string): object {
  const { name, publisher, repository } = server.listing;
  const url = absolute(serverPath(id));
  const application = {
    '@type': 'SoftwareApplication',
    name: visible(name),
    description,
    applicationCategory: 'MCP server',
    author: { '@type': 'Organization', name: visible(publisher) },
    ...(server.snapshot?.package ? { softwareVersion: server.snapshot.package.version } : {}),
    ...(repository ? { sameAs: repository } : {}),
    ...(url ? { url } : {}),
  };
  const crumbs: [string, string][] = [
    ['Toolrisk', homePath],
    ['Servers', serversPath],
    [name, serverPath(id)],
  ];
  return { '@context': 'https://schema.org', '@graph': [application, breadcrumbs(crumbs)] };
}

/** The data page: the catalogue as a data set, and its downloads. */
export function datasetLd(downloads: readonly Download[]): object {
  const url = absolute(dataPath);
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: 'Toolrisk catalogue',
    description: 'MCP servers, the definitions of their tools, and what each tool can do, with the evidence.',
    isAccessibleForFree: true,
    ...(url ? { url } : {}),
    distribution: downloads.map(({ path, bytes, sha256 }) => ({
      '@type': 'DataDownload',
      name: path.split('/').at(-1),
      contentSize: `${bytes} B`,
      sha256,
      ...(absolute(path) ? { contentUrl: absolute(path) } : {}),
    })),
  };
}
