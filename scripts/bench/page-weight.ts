import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { TOOL_PAGE_BYTES } from './page-budgets.ts';
import { isToolPage } from './page-choice.ts';
import { htmlFiles } from '../site/links.ts';

/** The tool pages of a built site that are larger than their budget, a sentence each. */
export function heavyToolPages(dist: string): string[] {
  return htmlFiles(dist)
    .filter(isToolPage)
    .flatMap((path) => {
      const page = readFileSync(join(dist, path));
      const { html, compressed } = TOOL_PAGE_BYTES;
      if (page.length > html) return [`${path} has ${page.length} bytes; at most ${html} are allowed`];
      const sent = gzipSync(page).length;
      return sent > compressed
        ? [`${path} has ${sent} bytes compressed; at most ${compressed} are allowed`]
        : [];
    });
}
