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
import { carriesList } from '../../catalogue/vocabulary.ts';

const SERVERS = 10;
const MOST_SECONDS = 10;
const MOST_START_MS = 150;
const MOST_ANSWER_MS = 400;
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

/** What an MCP client says first. */
const HELLO = {
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
};

/** The middle of several runs from start to end, in milliseconds; each is given `input` and has to answer it. */
function startUp(words: readonly string[], input?: string): number {
  const times = Array.from({ length: STARTS }, () => {
    const from = performance.now();
    const { status, stdout } = spawnSync(process.execPath, words, { input, encoding: 'utf8' });
    if (input !== undefined && !stdout.includes('"serverInfo"'))
      throw new Error('toolrisk mcp gave no answer');
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
  const mcp = startUp([packaged('scripts/launch.js'), 'mcp'], `${JSON.stringify(HELLO)}\n`);
  console.log(
    `toolrisk mcp, to its first answer and its end: ${mcp.toFixed(0)} ms, ${(mcp / node).toFixed(2)} times node -e 0`,
  );
  if (seconds > MOST_SECONDS) console.error(`More than ${MOST_SECONDS} s.`);
  if (help > MOST_START_MS) console.error(`More than ${MOST_START_MS} ms.`);
  if (mcp > MOST_ANSWER_MS) console.error(`More than ${MOST_ANSWER_MS} ms.`);
  const isSlow = seconds > MOST_SECONDS || help > MOST_START_MS || mcp > MOST_ANSWER_MS;
  if (isSlow || listed.length < SERVERS) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
