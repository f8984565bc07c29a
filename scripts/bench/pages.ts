/**
 * `npm run bench:pages -- [--dist DIR] [--runs N] [--record]`: visits the largest page of every kind with Lighthouse on
 * its mobile settings and the machine's Chromium, prints the figures, and ends with 1 when a page breaks a budget. A
 * page that breaks one is visited again, up to `--runs` times, and the best visit counts. Without `--dist` the sample
 * catalogue's site is built. `--record` writes the figures into docs/performance.md.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../site/browser.ts';
import { buildSample } from '../site/built-sample.ts';
import { serveSite } from '../site/serve.ts';
import { bestOf, brokenBudgets, type PageFigures } from './page-budgets.ts';
import { choosePages } from './page-choice.ts';
import { visit } from './page-visit.ts';
import { machine, recordSection } from './performance-document.ts';
import { pagesSection, pageLine, type PageRow } from './pages-section.ts';

const { values } = parseArgs({
  options: {
    dist: { type: 'string' },
    runs: { type: 'string', default: '3' },
    record: { type: 'boolean', default: false },
  },
});

/** A port that is free now; Lighthouse wants to know where the browser listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Visits a page until it keeps its budgets, at most as often as was asked for.
 * @throws Error when no visit could be recorded.
 */
async function measure(kind: string, url: string, port: number): Promise<PageFigures> {
  const visits: PageFigures[] = [];
  for (let run = 1; run <= Number(values.runs); run++) {
    const seen = await visit(url, port);
    if (seen) visits.push(seen.figures);
    if (seen && brokenBudgets(kind, seen.figures).length === 0) break;
    console.log(`  ${kind}, visit ${run}: ${seen ? seen.remarks.join(', ') : 'could not be recorded'}`);
  }
  if (visits.length === 0) throw new Error(`No visit of ${url} could be recorded; run it again.`);
  return bestOf(visits);
}

async function measureAll(dist: string): Promise<PageRow[]> {
  const port = await freePort();
  const browser = await launchBrowser(`--remote-debugging-port=${port}`);
  const { url, server } = await serveSite(dist, 0);
  const rows: PageRow[] = [];
  try {
    for (const [kind, path] of choosePages(dist)) {
      const figures = await measure(kind, new URL(path, url).href, port);
      rows.push({ kind, path, figures });
      console.log(pageLine(rows.at(-1)!));
    }
    return rows;
  } finally {
    server.close();
    await browser.close();
  }
}

const sample = values.dist === undefined ? await buildSample() : undefined;
try {
  const rows = await measureAll(values.dist ?? sample!.out);
  if (values.record) await recordSection('Pages in a browser', pagesSection(rows, machine()));
  const broken = rows.flatMap(({ kind, figures }) =>
    brokenBudgets(kind, figures).map((sentence) => `${kind}: ${sentence}.`),
  );
  for (const sentence of broken) console.error(sentence);
  console.log(broken.length === 0 ? 'Every page keeps its budgets.' : `${broken.length} budgets are broken.`);
  if (broken.length > 0) process.exitCode = 1;
} finally {
  sample?.remove();
}
