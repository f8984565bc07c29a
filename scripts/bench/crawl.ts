/**
 * `npm run bench:crawl [-- SERVERS]`: remote servers on loopback, twelve tools each, crawled and stored; how the cost of
 * a server grows with their number; a recrawl in which nothing changed. `--fleet N` does the same with N servers by
 * workers that take them from a queue on PostgreSQL, one of them killed and the database restarted on the way.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Listing } from '../../catalogue/records.ts';
import { openCatalogue } from '../../catalogue/store/index.ts';
import { crawlServers } from '../../crawler/crawl.ts';
import { hostGate } from '../../crawler/session/host-gate.ts';
import { storeRun } from '../commands/crawl-store.ts';
import { fleetFigures } from './crawl-fleet.ts';

const WANTED = { perSecond: 400, megabytes: 1024, growth: 1.25, recrawl: 1.5 };
const FEW = 1000;
const CONCURRENCY = 32;

/** Starts the simulated servers; their address. */
async function startServers(): Promise<{ child: ChildProcess; address: string }> {
  const script = fileURLToPath(new URL('./simulated-servers.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, address: chunk.toString().trim() };
}

export function simulatedListing(address: string, number: number): Listing {
  return {
    ...{
      id: `server-${number}`,
      name: `Server ${number}`,
      summary: 'Simulated.',
      publisher: 'Nobody',
      tier: 'core',
    },
    source: { type: 'remote', url: `${address}/${number}` },
    ...{ arguments: [], placeholderArguments: [], environment: [] },
  };
}

/** Servers per second by the clock, and milliseconds of the crawler's processor time for each. */
type Cost = { perSecond: number; each: number };

/** Crawls and stores. All servers are one host, whose limit is lifted. */
async function crawl(db: string, listings: readonly Listing[]): Promise<Cost> {
  const before = process.cpuUsage();
  const catalogue = openCatalogue(db);
  const started = performance.now();
  const run = storeRun(catalogue, listings);
  const now = () => new Date();
  const options = {
    remote: true,
    allowPrivate: true,
    concurrency: CONCURRENCY,
    hosts: hostGate(CONCURRENCY, now),
  };
  await crawlServers(
    listings,
    { cache: '', sandbox: 'none', ...options },
    { finished: (each) => run.add(each) },
  );
  const { changes } = run.finish(false);
  const seconds = (performance.now() - started) / 1000;
  const failed = run.results.filter(({ outcome, tools }) => outcome !== 'listed' || tools !== 12);
  if (failed.length > 0) throw new Error(`${failed.length} servers were not listed: ${failed[0]!.detail}`);
  if (Object.keys(changes).length > 0)
    throw new Error(`nothing changed, and yet: ${JSON.stringify(changes)}`);
  catalogue.close();
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / 1000 / listings.length;
  console.log(
    `  ${listings.length} servers in ${seconds.toFixed(1)} s, ${each.toFixed(2)} ms of the crawler's processor time each`,
  );
  return { perSecond: listings.length / seconds, each };
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { fleet: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-bench-'));
const { child, address } = await startServers();
try {
  const number = Number(positionals[0] ?? 43_000);
  const listings = Array.from({ length: number }, (_, i) => simulatedListing(address, i));
  console.log(
    `${cpus().length} cores, ${CONCURRENCY} servers at a time, 12 tools each; the servers run beside the crawler`,
  );
  if (values.fleet === undefined) await oneMachine(listings);
  else await fleetFigures(listings.slice(0, Number(values.fleet)), folder, (line) => console.log(line));
} finally {
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function oneMachine(listings: readonly Listing[]): Promise<void> {
  await crawl(join(folder, 'warm.db'), listings.slice(0, FEW));
  const few = await crawl(join(folder, 'few.db'), listings.slice(0, FEW));
  const db = join(folder, 'many.db');
  const many = await crawl(db, listings);
  const again = await crawl(db, listings);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  // What others do on the machine stretches the clock, not the work.
  const figures = {
    ...many,
    megabytes,
    growth: many.each / few.each,
    recrawl: again.perSecond / many.perSecond,
  };
  console.log(
    `${FEW} servers: ${few.perSecond.toFixed(0)}/s; ${listings.length} servers: ${many.perSecond.toFixed(0)}/s`,
  );
  console.log(
    `a server costs ${figures.growth.toFixed(2)} times as much processor time among ${listings.length} as among ${FEW}`,
  );
  console.log(
    `an unchanged recrawl: ${again.perSecond.toFixed(0)}/s, ${figures.recrawl.toFixed(2)} times as fast`,
  );
  console.log(`${megabytes.toFixed(0)} MB at most`);
  const missed =
    many.perSecond < WANTED.perSecond ||
    megabytes > WANTED.megabytes ||
    figures.growth > WANTED.growth ||
    figures.recrawl < WANTED.recrawl;
  if (!missed) return;
  console.error(
    `wanted: ${WANTED.perSecond}/s, ${WANTED.megabytes} MB, at most ${WANTED.growth} times, a recrawl ${WANTED.recrawl} times as fast`,
  );
  process.exitCode = 1;
}
