/**
 * `npm run bench:scan`: how long a scan of ten real servers takes once their packages are in the cache, and how long
 * the program takes to start, as a ratio to Node itself. The first scan fills the cache and is not measured; it wants
 * a network where the cache is empty.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Listing } from '../../catalogue/records.ts';
import { readListings } from '../../crawler/listings/listing-lines.ts';
import { packaged } from '../commands/crawl-options.ts';
import { scan } from '../scan/index.ts';
import { carriesList } from '../../report/stack.ts';

const SERVERS = 10;
const MOST_SECONDS = 10;
const MOST_START_MS = 150;
const STARTS = 15;

/** Servers that list their tools without a network, in the form of a client's configuration. */
function configuration(): object {
  const usable = readListings(packaged('data/servers')).filter(
    ({ id, tier, source }) =>
      tier === 'core' && source.type === 'npm' && !['apify', 'stripe', 'mcp-remote'].includes(id),
  );
  const mcpServers = Object.fromEntries(
    usable.slice(0, SERVERS).map((listing) => [listing.id, entry(listing)]),
  );
  return { mcpServers };
}

function entry({ source, arguments: plain, placeholderArguments, environment }: Listing): object {
  if (source.type !== 'npm') throw new TypeError('no npm package');
  const words = [...plain, ...placeholderArguments].map((word) =>
    word.replaceAll('{workspace}', '/workspace'),
  );
  const env = Object.fromEntries(
    environment.map(({ name, placeholder }) => [name, placeholder ?? 'placeholder']),
  );
  const bin =
    source.bin === undefined
      ? [`${source.name}@${source.version}`]
      : ['-p', `${source.name}@${source.version}`, source.bin];
  return { command: 'npx', args: ['-y', ...bin, ...words], env };
}

/** The middle of several runs, in milliseconds. */
function startUp(words: readonly string[]): number {
  const times = Array.from({ length: STARTS }, () => {
    const from = performance.now();
    const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}`);
    return performance.now() - from;
  });
  return times.sort((a, b) => a - b)[Math.floor(STARTS / 2)]!;
}

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-bench-'));
try {
  const file = join(folder, '.mcp.json');
  writeFileSync(file, JSON.stringify(configuration()));
  await scan({ paths: [file] });
  const from = performance.now();
  const { report } = await scan({ paths: [file] });
  const seconds = (performance.now() - from) / 1000;
  const listed = report.servers.filter(({ outcome }) => carriesList(outcome));
  const tools = listed.reduce((sum, server) => sum + server.tools.length, 0);
  for (const { id, outcome, detail } of report.servers)
    if (!listed.some((server) => server.id === id)) console.log(`${id}: ${outcome}. ${detail}`);
  console.log(
    `${listed.length} of ${report.servers.length} cached servers, ${tools} tools: ${seconds.toFixed(2)} s`,
  );
  const node = startUp(['-e', '0']);
  const help = startUp([packaged('scripts/launch.js'), '--help']);
  console.log(
    `toolrisk --help: ${help.toFixed(0)} ms, ${(help / node).toFixed(2)} times node -e 0 (${node.toFixed(0)} ms)`,
  );
  if (seconds > MOST_SECONDS) console.error(`More than ${MOST_SECONDS} s.`);
  if (help > MOST_START_MS) console.error(`More than ${MOST_START_MS} ms.`);
  if (seconds > MOST_SECONDS || help > MOST_START_MS || listed.length < SERVERS) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
