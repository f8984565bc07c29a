/** The fleet's part of `npm run bench:crawl -- --fleet N`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Listing } from '../../catalogue/records.ts';
import { counts, openCatalogue } from '../../catalogue/store/index.ts';
import { openQueue } from '../../crawler/fleet/queue.ts';
import { startPostgres } from '../../crawler/fleet/test-postgres.ts';

const PROGRAM = fileURLToPath(new URL('../toolrisk.ts', import.meta.url));
const WORKERS = 4;

function start(connection: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, TOOLRISK_DATABASE: connection };
  return spawn(process.execPath, [PROGRAM, 'fleet', ...args], { env, stdio: 'ignore' });
}

const worker = (connection: string) =>
  start(
    connection,
    'work',
    '--drain',
    '--remote',
    '--allow-private',
    '--sandbox',
    'none',
    '--concurrency',
    '8',
  );

/** Seconds that so many workers take for the servers of a file, with a collector beside them. */
async function timed(
  connection: string,
  workers: number,
  db: string,
  disturb?: (all: ChildProcess[]) => Promise<void>,
) {
  const started = performance.now();
  const all = Array.from({ length: workers }, () => worker(connection));
  const ends = all.map((child) => once(child, 'close'));
  await disturb?.(all);
  const collector = start(connection, 'collect', '--follow', '--db', db);
  await Promise.all([...ends, once(collector, 'close')]);
  return (performance.now() - started) / 1000;
}

/** One worker, then four of which one is killed while the database is restarted. */
export async function fleetFigures(
  listings: readonly Listing[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const file = join(folder, 'listings.jsonl');
  writeFileSync(file, listings.map((listing) => `${JSON.stringify(listing)}\n`).join(''));
  const postgres = await startPostgres();
  try {
    const enqueue = () =>
      once(start(postgres.connection, 'enqueue', '--listings', file, '--lease', '10'), 'close');
    await enqueue();
    const one = await timed(postgres.connection, 1, join(folder, 'one.db'));
    say(`1 worker: ${listings.length} servers in ${one.toFixed(1)} s`);
    await enqueue();
    const four = await timed(postgres.connection, WORKERS, join(folder, 'four.db'), async ([first]) => {
      await halfDone(postgres.connection, listings.length);
      first!.kill('SIGKILL');
      postgres.restart();
    });
    say(
      `${WORKERS} workers, one killed half-way, PostgreSQL restarted: ${four.toFixed(1)} s, ${(one / four).toFixed(2)} times as fast`,
    );
    for (const name of ['one.db', 'four.db']) expectWhole(join(folder, name), listings.length);
    say('nothing lost, nothing twice');
  } finally {
    postgres.end();
  }
}

async function halfDone(connection: string, servers: number): Promise<void> {
  const queue = await openQueue(connection);
  while ((await queue.counts()).waiting > servers / 2) await setTimeout(100);
  await queue.close();
}

function expectWhole(db: string, servers: number): void {
  const catalogue = openCatalogue(db, 'read');
  const { servers: listed, tools } = counts(catalogue);
  const observed = catalogue.prepare('SELECT count(*) FROM observations').pluck().get();
  catalogue.close();
  if (listed !== servers || tools !== servers * 12 || observed !== servers)
    throw new Error(
      `${db}: ${listed} servers, ${tools} tools, ${String(observed)} observations of ${servers} servers`,
    );
}
