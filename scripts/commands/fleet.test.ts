/** A crawl over several processes with everything going wrong that may: nothing is lost, nothing is there twice. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../../crawler/fleet/test-postgres.ts';
import { endServers, proper, serveHttp } from '../../crawler/session/test-http.ts';

const SERVERS = 60;
const HOSTS = 6;
const TOOLS = 12;
/** How long each server thinks before it lists its tools, in milliseconds: a crawl takes a few seconds. */
let thinks = 400;

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-fleet-'));
const listings = join(folder, 'listings.jsonl');
const db = join(folder, 'catalogue.db');
let postgres: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  postgres = await startPostgres();
  const hosts = await Promise.all(Array.from({ length: HOSTS }, () => serveHttp(proper(slowList))));
  writeFileSync(listings, Array.from({ length: SERVERS }, (_, i) => listing(i, hosts[i % HOSTS]!)).join(''));
}, 60_000);
afterAll(() => {
  endServers();
  postgres.end();
  rmSync(folder, { recursive: true, force: true });
});

const slowList: Parameters<typeof proper>[0] = (rpc, response) => {
  const tools = Array.from({ length: TOOLS }, (_, i) => ({
    name: `tool_${i}`,
    inputSchema: { type: 'object' },
  }));
  void setTimeout(thinks, undefined, { ref: false }).then(() =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: rpc.id, result: { tools } })),
  );
  return undefined;
};

function listing(i: number, host: string): string {
  const source = { type: 'remote', url: `${host}/${i}` };
  const named = {
    id: `server-${i}`,
    name: `Server ${i}`,
    summary: 'Invented.',
    publisher: 'Nobody',
    tier: 'core',
  };
  return `${JSON.stringify({ ...named, source, arguments: [], placeholderArguments: [], environment: [] })}\n`;
}

interface Running {
  child: ChildProcess;
  text: () => string;
  ended: Promise<unknown>;
}

function fleet(...args: string[]): Running {
  const child = spawn(process.execPath, ['scripts/toolrisk.ts', 'fleet', ...args], {
    env: { ...process.env, TOOLRISK_DATABASE: postgres.connection },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, text: () => text, ended: once(child, 'close') };
}

async function done(running: Running): Promise<string> {
  await running.ended;
  expect(running.child.exitCode, running.text()).toBe(0);
  return running.text();
}

const worker = () =>
  fleet('work', '--drain', '--remote', '--allow-private', '--sandbox', 'none', '--concurrency', '3');

test('a worker killed, the database restarted, a collector killed: the catalogue is whole', async () => {
  expect(await done(fleet('enqueue', '--listings', listings, '--lease', '10'))).toContain(
    `Put ${SERVERS} servers`,
  );
  expect(await done(fleet('enqueue', '--listings', listings))).toContain(
    `${SERVERS} of ${SERVERS} were in it`,
  );

  const workers = Array.from({ length: 4 }, worker);
  const collector = fleet('collect', '--follow', '--db', db);
  await expect.poll(() => workers[0]!.text(), { timeout: 30_000 }).toContain('12 tools');
  workers[0]!.child.kill('SIGKILL');
  await workers[0]!.ended;
  postgres.restart();
  await expect.poll(() => stored(), { timeout: 30_000 }).toBeGreaterThan(0);
  collector.child.kill('SIGKILL');
  await collector.ended;
  await Promise.all(workers.slice(1).map(done));
  expect(await done(fleet('collect', '--follow', '--db', db))).toContain('The queue is empty.');

  expect(JSON.parse(await done(fleet('status', '--json')))).toEqual({
    waiting: 0,
    underWay: 0,
    toStore: 0,
    lost: 0,
  });
  const catalogue = new Database(db, { readonly: true });
  expect(catalogue.pragma('integrity_check', { simple: true })).toBe('ok');
  const perServer = catalogue
    .prepare<[], [string, number]>('SELECT server_id, count(*) FROM observations GROUP BY 1')
    .raw()
    .all() as unknown as [string, number][];
  expect(perServer).toHaveLength(SERVERS);
  expect(new Set(perServer.map(([, n]) => n))).toEqual(new Set([1]));
  expect(catalogue.prepare('SELECT count(*) FROM tools WHERE present = 1').pluck().get()).toBe(
    SERVERS * TOOLS,
  );
  expect(catalogue.prepare('SELECT status, count(*) FROM runs').raw().all()).toEqual([['finished', 1]]);
  catalogue.close();
}, 180_000);

function stored(): number {
  const catalogue = new Database(db, { readonly: true });
  const n = catalogue.prepare('SELECT count(*) FROM observations').pluck().get() as number;
  catalogue.close();
  return n;
}

test('Ctrl-C gives what is under way back', async () => {
  thinks = 60_000;
  await done(fleet('enqueue', '--listings', listings, '--server', 'server-1', 'server-2'));
  const stopped = fleet('work', '--remote', '--allow-private', '--sandbox', 'none');
  await expect
    .poll(async () => JSON.parse(await done(fleet('status', '--json'))).underWay, { timeout: 20_000 })
    .toBe(2);
  stopped.child.kill('SIGINT');
  await stopped.ended;
  expect(stopped.child.exitCode).toBe(130);
  expect(JSON.parse(await done(fleet('status', '--json')))).toMatchObject({ waiting: 2, underWay: 0 });
}, 60_000);

test('a database that cannot be used is said in one sentence, without the password', async () => {
  const asked = fleet('status', '--database', 'postgresql://toolrisk:sEcret@127.0.0.1:9/postgres');
  await asked.ended;
  expect(asked.child.exitCode).toBe(2);
  expect(asked.text()).toMatch(/^toolrisk: The database cannot be used: .*ECONNREFUSED/);
  expect(asked.text()).not.toContain('sEcret');
});
