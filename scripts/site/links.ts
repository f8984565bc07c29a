import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ids, references } from './html-text.ts';

/** Every HTML file of a built site, as paths below it. */
export function htmlFiles(dist: string): string[] {
  return (readdirSync(dist, { recursive: true }) as string[]).filter((path) => path.endsWith('.html'));
}

/** Internal links and files that lead nowhere, a sentence each. `base` is the path that the site is served below. */
export function deadLinks(dist: string, base = '/'): string[] {
  const known = new Map<string, Set<string> | undefined>();
  const idsAt = (path: string): Set<string> | undefined => {
    if (!known.has(path)) known.set(path, idsOf(dist, path));
    return known.get(path);
  };
  return htmlFiles(dist).flatMap((file) => {
    const html = readFileSync(join(dist, file), 'utf8');
    const links = [...new Set(references(html))].filter((link) => !/^(?:https?|data):/.test(link));
    return links.flatMap((link) => {
      const [path = '', fragment] = resolved(link, `${base}${file}`).split('#');
      if (path !== '' && !path.startsWith(base)) return [`${file}: ${link} leads out of the site`];
      const target = idsAt(path === '' ? file : decodeURIComponent(path.slice(base.length)));
      if (!target) return [`${file}: ${link} leads nowhere`];
      if (fragment && !target.has(decodeURIComponent(fragment)))
        return [`${file}: ${link} names a place that is not there`];
      return [];
    });
  });
}

/** A link of a page as a path from the host's root; one that names a place of the page itself stays as it is. */
function resolved(link: string, page: string): string {
  if (link.startsWith('#') || link.startsWith('/')) return link;
  const { pathname, hash } = new URL(link, `https://site.example${page}`);
  return pathname + hash;
}

/** The places in a file that a link can name; undefined where there is no such file. */
function idsOf(dist: string, path: string): Set<string> | undefined {
  const file = path === '' || path.endsWith('/') ? join(dist, path, 'index.html') : join(dist, path);
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  return /\.(?:html|svg)$/.test(file) ? ids(readFileSync(file, 'utf8')) : new Set();
}
