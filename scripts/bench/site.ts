/**
 * `npm run bench:site -- [--tools N] [--compare N] [--no-pages] [--record]`: builds the site of an invented catalogue
 * and prints what it cost: pages and files a second, memory of all processes, how the cost of a page grows from a
 * smaller catalogue to this one, and what building again costs after 1 % of the servers changed. Then it visits the
 * pages of the sample catalogue in a browser (`npm run bench:pages`), unless `--no-pages` is given. `--record` writes
 * the sections of docs/performance.md. The shape is the public index's: some twelve tools to a server, no two
 * definitions alike.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSite, type BuildOptions, type BuiltSite } from '../site/build.ts';
import { siteDocuments } from '../site/documents.ts';
import { memoryWatch, processorSeconds } from './memory.ts';
import { changeCatalogue, fillCatalogue, PER_SERVER } from './site-catalogue.ts';
import { machine, recordSection } from './performance-document.ts';
import { siteSection, type Measured } from './site-section.ts';
import { toolPageSizes } from './page-sizes.ts';

const { values } = parseArgs({
  options: {
    tools: { type: 'string', default: '10000' },
    compare: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
    record: { type: 'boolean', default: false },
    'no-pages': { type: 'boolean', default: false },
  },
});

/** Builds a catalogue's site from nothing, and again after 1 % of its servers changed. */
async function measure(folder: string, tools: number): Promise<Measured> {
  const db = join(folder, `${tools}.db`);
  const out = join(folder, `site-${tools}`);
  fillCatalogue(db, tools);
  const site = { db, out, siteUrl: 'https://catalogue.example/', version: '0.0.0', ...siteDocuments() };
  const memory = memoryWatch();
  const { built: first, processor } = await timed(site);
  const [load] = loadavg();
  const peak = memory.end();
  const changed = changeCatalogue(db, tools, 0.01);
  const { built: again, processor: againProcessor } = await timed(site);
  return {
    ...{ tools, servers: Math.ceil(tools / PER_SERVER), pages: first.pages, files: first.files },
    ...{
      seconds: first.seconds,
      processor,
      peak,
      load: load!,
      changed,
      againProcessor,
      againSeconds: again.seconds,
      made: again.pages - again.kept,
    },
    sizes: toolPageSizes(out),
  };
}

/** A build, and what processor time it took. */
async function timed(site: BuildOptions): Promise<{ built: BuiltSite; processor: number | undefined }> {
  const before = processorSeconds();
  const built = await buildSite(site);
  return { built, processor: before === undefined ? undefined : processorSeconds()! - before };
}

function say({
  tools,
  pages,
  files,
  seconds,
  processor,
  peak,
  changed,
  made,
  againSeconds,
  sizes,
}: Measured): void {
  const number = (n: number) => Math.round(n).toLocaleString('en-GB');
  console.log(
    `${number(tools)} tools: ${number(pages)} pages and ${number(files)} files in ${seconds.toFixed(1)} s`,
  );
  console.log(`  ${number(pages / seconds)} pages/s, ${number((pages + files) / seconds)} files/s`);
  if (processor !== undefined)
    console.log(
      `  ${processor.toFixed(0)} s of processor time, ${((1000 * processor) / pages).toFixed(2)} ms a page`,
    );
  console.log(`  ${number(peak / 1e6)} MB at most in all processes`);
  console.log(
    `  1 % changed: ${number(changed)} servers, ${number(made)} pages made in ${againSeconds.toFixed(1)} s, ${((100 * againSeconds) / seconds).toFixed(0)} % of the full time`,
  );
  console.log(
    `  tool page: ${sizes.html} bytes at most, ${sizes.gzip} compressed, of ${sizes.looked} looked at`,
  );
}

const folder = mkdtempSync(join(values.folder, 'toolrisk-bench-'));
mkdirSync(folder, { recursive: true });
try {
  const measured: Measured[] = [];
  // The smaller one first, and nothing removed before the end: file systems are slow to use again what was just freed.
  for (const tools of [values.compare, values.tools].filter((n) => n !== undefined)) {
    measured.push(await measure(folder, Number(tools)));
    say(measured.at(-1)!);
  }
  const [small, large] = [measured[0]!, measured.at(-1)!];
  if (small !== large) {
    const perPage = ({ processor, seconds, pages }: Measured) => (processor ?? seconds) / pages;
    console.log(
      `cost of a page, ${large.tools} to ${small.tools}: ${(perPage(large) / perPage(small)).toFixed(2)}`,
    );
  }
  if (values.record) await recordSection('The site', siteSection(measured, machine()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Lighthouse's budgets, in a process of their own: it wants a browser, and nothing of what was built here. */
if (!values['no-pages']) {
  const script = fileURLToPath(new URL('pages.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...(values.record ? ['--record'] : [])], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
