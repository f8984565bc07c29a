import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openCatalogue, type Catalogue } from '../../catalogue/store/index.ts';
import { startRegistry, type TestRegistry } from '../../crawler/launch/test-registry.ts';

const PROGRAM = fileURLToPath(new URL('../launch.js', import.meta.url));
const ZOO = fileURLToPath(new URL('../../crawler/session/zoo', import.meta.url));

/** Crawls that are killed again and again before they may end, each into a catalogue and a cache of its own. */
const CRAWLS = 10;
const KILLS_EACH = 5;
/** Crawls at a time. */
const LANES = 2;
const SERVERS = [
  'empty-cursor',
  'one-bad-tool',
  'duplicate-names',
  'exits-at-once',
  'strange-names',
  'noisy',
];

const PACKAGED = `#!/usr/bin/env node
const results = {
  initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 's', version: '9' } },
  'tools/list': { tools: [{ name: 'peek', description: 'Reads a page.', inputSchema: { type: 'object' } }] },
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] }));
});
`;

/** The same moments again: TOOLRISK_SEED=<the number that a failure names>. */
const seed = Number(process.env['TOOLRISK_SEED'] ?? randomInt(2 ** 31));
/** Numbers of [0, 1) that `seed` decides (mulberry32). */
const random = (() => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
})();

let registry: TestRegistry;
let place: string;
const mark = `kill-${randomUUID()}`;
beforeAll(async () => {
  const manifest = { name: 'kill-server', version: '1.0.0', bin: 'cli.js' };
  registry = await startRegistry([{ manifest, files: { 'cli.js': PACKAGED } }]);
  place = mkdtempSync(join(tmpdir(), `toolrisk-${mark}-`));
  mkdirSync(join(place, 'servers'));
  const file = (id: string, rest: string) =>
    writeFileSync(join(place, 'servers', `${id}.yaml`), `name: ${id}\nsummary: S.\npublisher: P\n${rest}\n`);
  file('packaged', `package: npm:kill-server@1.0.0\narguments: [${mark}]`);
  for (const id of SERVERS) file(id, `command: node\narguments: [${id}.ts, ${mark}]`);
});
afterAll(() => {
  registry.close();
  rmSync(place, { recursive: true, force: true });
});

const folderOf = (name: string) => {
  const folder = join(place, name);
  return { db: join(folder, 'catalogue.db'), cache: join(folder, 'cache'), folder };
};

function start(name: string) {
  const { db, cache, folder } = folderOf(name);
  mkdirSync(folder, { recursive: true });
  const words = ['crawl', '--listings', join(place, 'servers'), '--db', db, '--cache', cache];
  return spawn(process.execPath, [PROGRAM, ...words], {
    env: { ...registry.env, HOME: place },
    cwd: ZOO,
    stdio: 'ignore',
  });
}

/** A crawl to its end. @returns milliseconds that it took */
async function crawlWhole(name: string): Promise<number> {
  const from = performance.now();
  const [status] = (await once(start(name), 'exit')) as [number | null];
  expect(status).toBe(0);
  return performance.now() - from;
}

/** A crawl that is killed. @param milliseconds from its start; earlier, should it have ended by then */
async function crawlKilled(name: string, milliseconds: number): Promise<void> {
  const child = start(name);
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([exit, wait(milliseconds)]);
  child.kill('SIGKILL');
  const [, signal] = await exit;
  if (signal !== 'SIGKILL') await crawlKilled(name, milliseconds / 2);
}

/** Command lines of running processes that belong to this test's crawls. */
function processesOf(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(mark));
}

/** What a catalogue says, without the times at which and the runs in which it learnt it. */
function contentOf(db: Catalogue): Record<string, unknown[]> {
  const rows = (sql: string) => db.prepare(sql).all();
  const snapshot = 'SELECT identity FROM snapshots s WHERE s.id =';
  return {
    servers: rows(
      `SELECT id, name, listing, (${snapshot} servers.snapshot_id) AS shown FROM servers ORDER BY id`,
    ),
    snapshots: rows(
      `SELECT server_id, identity, raw_identity, provenance, package, launch, server_info, protocol_version,
              capabilities, instructions, tool_count FROM snapshots ORDER BY server_id, identity`,
    ),
    lists: rows(
      `SELECT (${snapshot} t.snapshot_id) AS list, t.position, t.digest FROM snapshot_tools t ORDER BY 1, 2`,
    ),
    quarantined: rows(
      `SELECT (${snapshot} q.snapshot_id) AS list, q.position, q.name, q.reason, q.raw FROM quarantined_tools q
       ORDER BY 1, 2`,
    ),
    tools: rows(
      'SELECT server_id, name, slug, digest, position, present FROM tools ORDER BY server_id, name',
    ),
    definitions: rows('SELECT digest, name, raw FROM definitions ORDER BY digest'),
    variants: rows('SELECT raw_digest, digest, raw FROM raw_variants ORDER BY raw_digest'),
    last: rows(
      `SELECT server_id, outcome, detail, standing, offers, package, launch, (${snapshot} o.snapshot_id) AS list
       FROM observations o WHERE o.sequence = (SELECT max(sequence) FROM observations p WHERE p.server_id = o.server_id)
       ORDER BY server_id`,
    ),
    changes: rows('SELECT server_id, kind, tool, before, after FROM changes ORDER BY server_id, kind, tool'),
  };
}

/** Opens a catalogue as the next command would, and has SQLite check it. */
function inspect(name: string): Record<string, unknown[]> | undefined {
  const { db: file } = folderOf(name);
  if (!existsSync(file)) return undefined;
  const db = openCatalogue(file);
  try {
    expect(db.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    return contentOf(db);
  } finally {
    db.close();
  }
}

/** Every package in a cache is whole, whatever was under way when its crawl was killed. */
function checkCache(name: string): void {
  const shelf = join(folderOf(name).cache, 'npm', `${process.platform}-${process.arch}`);
  const packages = existsSync(shelf) ? readdirSync(shelf) : [];
  for (const each of packages) {
    expect(each).toBe('kill-server@1.0.0');
    expect(readFileSync(join(shelf, each, 'node_modules/kill-server/cli.js'), 'utf8')).toBe(PACKAGED);
    expect(existsSync(join(shelf, each, 'package-lock.json'))).toBe(true);
  }
}

test(
  `killed at ${CRAWLS * KILLS_EACH} random moments, a crawl loses and breaks nothing`,
  { timeout: 600_000 },
  async () => {
    const duration = await crawlWhole('reference');
    const wanted = inspect('reference');
    expect(wanted?.['servers']).toHaveLength(SERVERS.length + 1);
    const moments = Array.from({ length: CRAWLS }, () =>
      Array.from({ length: KILLS_EACH }, () => Math.round(duration * (0.1 + 0.9 * random()))),
    );
    console.log(`TOOLRISK_SEED=${seed}; a whole crawl takes ${duration.toFixed(0)} ms`);
    let killed = 0;
    const attempt = async (number: number) => {
      const name = `crawl-${number}`;
      for (const moment of moments[number] ?? []) {
        await crawlKilled(name, moment);
        killed++;
        inspect(name);
        checkCache(name);
      }
      await crawlWhole(name);
      expect({ name, seed, content: inspect(name) }).toEqual({ name, seed, content: wanted });
      checkCache(name);
    };
    const lane = async (first: number) => {
      for (let number = first; number < CRAWLS; number += LANES) await attempt(number);
    };
    await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)));
    await vi.waitUntil(() => processesOf().length === 0, { timeout: 60_000 });
    expect(killed).toBe(CRAWLS * KILLS_EACH);
  },
);
