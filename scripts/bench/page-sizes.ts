import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The largest tool page of those looked at, in bytes as written and as sent. */
export interface PageSizes {
  html: number;
  gzip: number;
  looked: number;
}

const MOST = 2000;

/** Looks at the tool pages of servers spread evenly over a site. */
export function toolPageSizes(site: string): PageSizes {
  const servers = readdirSync(join(site, 'servers'), { withFileTypes: true }).filter((e) => e.isDirectory());
  const step = Math.max(1, Math.floor((servers.length * 12) / MOST));
  const sizes: PageSizes = { html: 0, gzip: 0, looked: 0 };
  for (let at = 0; at < servers.length; at += step) {
    const folder = join(site, 'servers', servers[at]!.name);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'policy') continue;
      const page = readFileSync(join(folder, entry.name, 'index.html'));
      sizes.html = Math.max(sizes.html, page.length);
      sizes.gzip = Math.max(sizes.gzip, gzipSync(page).length);
      sizes.looked++;
    }
  }
  return sizes;
}
