/**
 * `npm run bench:crawl-stdio`: what the sandbox, the session's caps and the store cost a server that is started
 * here, against the same server started bare and listed by the SDK's own client; and whether the crawler's
 * memory stays flat over many servers. Servers are the pinned ones of package.json and one of our own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Listing } from '../../catalogue/records.ts';
import { openCatalogue, recordListing, recordObservation, startRun } from '../../catalogue/store/index.ts';
import { crawlServers } from '../../crawler/crawl.ts';
import { npmExecutable } from '../../crawler/launch/npm-bin.ts';
import { listingOfTarget } from '../../crawler/listings/target.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 15;
const MOST_RATIO = 1.25;
const MANY = 500;
/** After this many servers everything that is loaded once has been. */
const SETTLED = 100;
const MOST_GROWTH = 1.1;

/** A server to start: the script, its arguments, and the folder that it may read. */
type Server = { name: string; script: string; args: string[]; folder: string };

const published = (name: string, args: string[] = []): Server => {
  const program = npmExecutable(CHECKOUT, name, undefined);
  if (!program.ok) throw new Error(`${name} is not installed: npm ci`);
  const script = program.command.entry.at(-1) ?? '';
  return { name, script: script.replace('{root}', CHECKOUT), args, folder: join(CHECKOUT, 'node_modules') };
};

const ZOO = join(CHECKOUT, 'crawler/session/zoo');
const OWN: Server = { name: 'one of our own', script: join(ZOO, 'empty-cursor.ts'), args: [], folder: ZOO };
const SERVERS = [
  published('@modelcontextprotocol/server-everything'),
  published('@modelcontextprotocol/server-filesystem', ['{workspace}']),
  published('@modelcontextprotocol/server-memory'),
  OWN,
];

/** What a run takes that nothing else on the machine got in the way of. */
const least = (values: number[]) => Math.min(...values);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const figures = (values: number[]) =>
  `${least(values).toFixed(0).padStart(4)} ${`(${median(values).toFixed(0)})`.padStart(6)}`;
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Milliseconds from the start of the server to its list, with nothing in between. */
async function bare({ script, args }: Server): Promise<number> {
  const started = performance.now();
  const words = [script, ...args.map((word) => word.replace('{workspace}', place))];
  const client = new Client({ name: 'bare', version: '1' });
  const transport = new StdioClientTransport({ command: process.execPath, args: words, stderr: 'ignore' });
  await client.connect(transport);
  await client.listTools();
  const elapsed = performance.now() - started;
  await client.close();
  return elapsed;
}

/** Milliseconds from the start of the sandbox to the stored list, the server ended and all of it gone. */
async function crawled(
  { name, script, args, folder }: Server,
  count: number,
  concurrency = 1,
): Promise<number[]> {
  const listing = { ...listingOfTarget(undefined, ['node', script, ...args]), id: 'bench' };
  const listings = Array.from({ length: count }, (_, n): Listing => ({ ...listing, id: `bench-${n}` }));
  const begun = new Map<string, number>();
  const elapsed: number[] = [];
  await crawlServers(
    listings,
    { cache: place, folder, sandbox: 'bubblewrap', timeoutMs: 60_000, concurrency },
    {
      started: (each) => {
        recordListing(db, each, new Date().toISOString());
        begun.set(each.id, performance.now());
      },
      finished: (observation) => {
        recordObservation(db, runId, observation);
        if (!observation.outcome.startsWith('listed')) throw new Error(`${name}: ${observation.detail}`);
        elapsed.push(performance.now() - begun.get(observation.serverId)!);
        begun.delete(observation.serverId);
        if (count === MANY && elapsed.length % 50 === 0) sampleMemory(elapsed.length);
      },
    },
  );
  return elapsed;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const memory = new Map<number, { heap: number; rss: number }>();

function sampleMemory(servers: number): void {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  memory.set(servers, { heap: heapUsed, rss });
}

const place = mkdtempSync(join(tmpdir(), 'toolrisk-bench-'));
const db = openCatalogue(join(place, 'bench.db'));
const runId = startRun(db, { startedAt: new Date().toISOString(), toolriskVersion: 'bench' });
let failed = false;
try {
  console.log(`Start to list, ${ROUNDS} rounds each, milliseconds, the least (and the median):`);
  for (const server of SERVERS) {
    const [plain, held]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      plain.push(await bare(server));
      held.push(...(await crawled(server, 1)));
    }
    const [ratio, usual] = [least(held) / least(plain), median(held) / median(plain)];
    // Of a server that does nothing but start, the fixed cost of a sandbox is a large part; it is shown, not judged.
    failed ||= server !== OWN && ratio > MOST_RATIO;
    console.log(
      `  ${server.name.padEnd(40)} bare ${figures(plain)}  sandboxed and stored ${figures(held)}` +
        `  ratio ${ratio.toFixed(2)} (${usual.toFixed(2)})`,
    );
  }
  const started = performance.now();
  await crawled(OWN, MANY, 4);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${MANY} servers, four at a time: ${seconds.toFixed(1)} s, ${(MANY / seconds).toFixed(1)} servers/s`,
  );
  for (const [servers, { heap, rss }] of memory)
    console.log(
      `  after ${String(servers).padStart(3)}  heap ${megabytes(heap)}  resident ${megabytes(rss)}`,
    );
  const growth = memory.get(MANY)!.heap / memory.get(SETTLED)!.heap;
  const resident = memory.get(MANY)!.rss / memory.get(SETTLED)!.rss;
  failed ||= growth > MOST_GROWTH || resident > MOST_GROWTH;
  console.log(`  from ${SETTLED} to ${MANY}: heap × ${growth.toFixed(2)}, resident × ${resident.toFixed(2)}`);
} finally {
  db.close();
  rmSync(place, { recursive: true, force: true });
}
if (failed) {
  console.error(`bench: a ratio is above ${MOST_RATIO}, or memory grew by more than ${MOST_GROWTH}.`);
  process.exitCode = 1;
}
