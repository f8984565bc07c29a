/**
 * `npm run check:site -- [--db FILE] [--dist DIR]`: compares every page of a built site with the catalogue it was
 * built from, follows every internal link and weighs every tool page. Ends with 1 when anything contradicts, leads
 * nowhere or is too large.
 */
import { parseArgs } from 'node:util';
import { heavyToolPages } from './bench/page-weight.ts';
import { checkConsistency } from './site/consistency.ts';
import { deadLinks, htmlFiles } from './site/links.ts';

export { checkConsistency };

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      db: { type: 'string', default: 'data/catalogue.db' },
      dist: { type: 'string', default: 'site/dist' },
      base: { type: 'string', default: '/' },
    },
  });
  const problems = [
    ...checkConsistency(values.dist, values.db),
    ...deadLinks(values.dist, values.base),
    ...heavyToolPages(values.dist),
  ];
  for (const problem of problems) console.error(problem);
  console.log(`${htmlFiles(values.dist).length} pages checked, ${problems.length} problems.`);
  if (problems.length > 0) process.exitCode = 1;
}
