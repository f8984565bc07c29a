/** Sitemaps (sitemaps.org 0.9) of at most 45,000 addresses each, and the index of them. */
import { absolute, serverPath, toolPath } from './addresses.ts';
import type { ToolFacts } from './facts.ts';
import type { SurveyedServer } from './survey.ts';

/** A page, and when what it shows last changed, where that is known. */
export interface SitemapEntry {
  path: string;
  lastmod?: string | undefined;
}

const MOST_ENTRIES = 45_000;

/** A server's tool pages with the days on which their definitions were first seen. */
export interface DatedPages {
  serverId: string;
  slugs: readonly string[];
  /** As many as there are slugs. */
  days: readonly string[];
}

/** The pages that servers' tools are added to. */
interface DatedPagesList {
  add: (server: SurveyedServer, tools: readonly ToolFacts[]) => void;
  finish: () => readonly DatedPages[];
}

/** Begins a list of the pages of all servers. */
export function datedPages(): DatedPagesList {
  // Definitions come by the thousand on one day: its text is kept once.
  const known = new Map<string, string>();
  const once = (day: string): string => known.get(day) ?? (known.set(day, day), day);
  const pages: DatedPages[] = [];
  return {
    add: ({ serverId }, tools) =>
      pages.push({
        serverId,
        slugs: tools.map(({ slug }) => slug),
        days: tools.map(({ definedOn }) => once(definedOn)),
      }),
    finish: () => pages,
  };
}

/** A server's page, with the day of the newest definition on it, and those of its tools. */
export function* entriesOf({ serverId, slugs, days }: DatedPages): Generator<SitemapEntry> {
  yield { path: serverPath(serverId), lastmod: days.toSorted().at(-1) };
  for (const [i, slug] of slugs.entries()) yield { path: toolPath(serverId, slug), lastmod: days[i] };
}

/** The sitemaps as files by path; none where nobody said where the site will be, for addresses have to be whole. */
export function* sitemapFiles(entries: Iterable<SitemapEntry>): Generator<{ path: string; text: string }> {
  if (absolute('/') === undefined) return;
  const paths: string[] = [];
  const finish = (lines: readonly string[]) => {
    const path = `/sitemap-${paths.length + 1}.xml`;
    paths.push(path);
    return { path, text: document('urlset', lines) };
  };
  let lines: string[] = [];
  for (const entry of entries) {
    lines.push(`<url>${address(entry)}</url>`);
    if (lines.length < MOST_ENTRIES) continue;
    yield finish(lines);
    lines = [];
  }
  if (lines.length > 0) yield finish(lines);
  const index = paths.map((path) => `<sitemap>${address({ path })}</sitemap>`);
  yield { path: '/sitemap-index.xml', text: document('sitemapindex', index) };
}

function document(element: string, lines: readonly string[]): string {
  const open = `<${element} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${lines.join('\n')}\n</${element}>\n`;
}

/** Paths of ours need no escape in XML. */
function address({ path, lastmod }: SitemapEntry): string {
  return `<loc>${absolute(path)}</loc>${lastmod === undefined ? '' : `<lastmod>${lastmod}</lastmod>`}`;
}
