import {
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Listing, Observation } from '../../catalogue/records.ts';
import { crawlServer } from '../crawl.ts';
import type { CrawlOptions } from '../options.ts';
import { bubblewrap } from './bubblewrap.ts';
import { holdOf } from './hold.ts';
import { findNpm } from './npm-client.ts';
import { installNpm } from './npm.ts';
import { runInstallScripts } from './npm-scripts.ts';
import { startRegistry, type TestPackage, type TestRegistry } from './test-registry.ts';

/** Loopback, but not the address that programs leave their proxy out for. */
const LOOPBACK = '127.0.0.2';

/** A server whose only tool tells what `built.json` holds; with the word `tolerant` it does without the file. */
const SERVER = `#!/usr/bin/env node
const { existsSync, readFileSync } = require('node:fs');
const file = __dirname + '/built.json';
const description = process.argv.includes('tolerant') && !existsSync(file) ? '{}' : readFileSync(file, 'utf8');
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const result = method === 'initialize'
    ? { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'built', version: '1' } }
    : { tools: [{ name: 'told', description, inputSchema: { type: 'object' } }] };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
});`;

/** Tells what an install script sees of the machine, and what it may do to it. */
const LOOK = `const fs = require('node:fs');
const attempt = (work) => { try { return work() ?? 'done'; } catch (error) { return error.code; } };
const ask = (url) => new Promise((done) => require('node:http')
  .get(url, (answer) => done(answer.statusCode)).on('error', (error) => done(error.code)));
const { address, secret } = JSON.parse(fs.readFileSync(__dirname + '/look.json'));
ask(address).then(async (proxied) => fs.writeFileSync(__dirname + '/built.json', JSON.stringify({
  environment: Object.keys(process.env).filter((name) => /SECRET|TOKEN|_auth|userconfig/i.test(name)),
  home: require('node:os').homedir(), secret: attempt(() => fs.readFileSync(secret, 'utf8')),
  passwd: attempt(() => fs.readFileSync('/etc/passwd', 'utf8')),
  original: attempt(() => fs.writeFileSync('/opt/package/marker', '')),
  proxied, metadata: proxied === 403 ? await ask('http://169.254.169.254/') : 'not asked',
  directly: await new Promise((done) => require('node:net').connect(new URL(address).port, new URL(address).hostname)
    .on('connect', () => done('connected')).on('error', ({ code }) => done(code))),
})));`;

const HOSTILE = `const fs = require('node:fs');
fs.writeFileSync('built.json', '{}');
fs.symlinkSync('/etc/passwd', 'leak');
fs.symlinkSync('built.json', 'alias.json');
fs.symlinkSync('/', 'root');
require('node:child_process').execFileSync('mkfifo', ['pipe']);
require('node:child_process').spawn('sleep', ['987654'], { detached: true, stdio: 'ignore' }).unref();`;

const packageOf = (name: string, postinstall: string, more: TestPackage['files'] = {}): TestPackage => ({
  manifest: { name, version: '1.0.0', bin: 'cli.js', scripts: { postinstall } },
  files: { 'cli.js': SERVER, ...more },
});

let place: string;
let host: Server;
let registry: TestRegistry;
let asked: string[];
let secret: string;
beforeAll(async () => {
  host = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  // A client keeps its connection, and the script of its process, for as long as this.
  host.keepAliveTimeout = 1;
  host.listen(0);
  await once(host, 'listening');
  const address = `http://${LOOPBACK}:${(host.address() as AddressInfo).port}/binary`;
  secret = mkdtempSync(join(tmpdir(), 'toolrisk-secret-'));
  writeFileSync(join(secret, 'key'), 'secret');
  const look = JSON.stringify({ address, secret: join(secret, 'key') });
  registry = await startRegistry([
    packageOf('zoo-native', 'node look.js', { 'look.js': LOOK, 'look.json': look }),
    packageOf('zoo-hostile', 'node hostile.js', { 'hostile.js': HOSTILE }),
    packageOf('zoo-broken', `node -e "console.error('Error: no compiler here'); process.exit(3)"`),
    packageOf('zoo-endless', 'sleep 987655'),
    packageOf('zoo-greedy', 'dd if=/dev/zero of=built.json bs=1M'),
    {
      manifest: {
        ...{ name: 'zoo-outer', version: '1.0.0', bin: 'cli.js', dependencies: { 'zoo-inner': '1.0.0' } },
      },
      files: { 'cli.js': "require('zoo-inner');" },
    },
    {
      manifest: {
        ...{ name: 'zoo-inner', version: '1.0.0', main: 'made.js', bin: 'make.js' },
        scripts: { install: 'zoo-inner' },
      },
      files: {
        'make.js': `#!/usr/bin/env node\nrequire('node:fs').copyFileSync('server.js', 'made.js')`,
        'server.js': SERVER.replace("'/built.json'", "'/package.json'"),
      },
    },
  ]);
});
afterAll(() => {
  host.closeAllConnections();
  host.close();
  registry.close();
  rmSync(secret, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  place = mkdtempSync(join(tmpdir(), 'toolrisk-scripts-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function crawl(
  name: string,
  installScripts: boolean,
  more: Partial<CrawlOptions> & { arguments?: string[] } = {},
): Promise<Observation> {
  const { arguments: words = [], ...options } = more;
  const listing: Listing = {
    ...{ id: name, name, summary: 'S.', publisher: 'P', tier: 'core' },
    source: { type: 'npm', name, version: '1.0.0', ...(installScripts ? { installScripts } : {}) },
    ...{ arguments: words, placeholderArguments: [], environment: [] },
  };
  const env = { ...registry.env, NPM_TOKEN: 'hidden' };
  return crawlServer(listing, {
    ...{ cache: place, sandbox: 'bubblewrap', timeoutMs: 60_000, env, allowPrivate: true },
    ...options,
  });
}

const inCache = (pattern: string) => globSync(`**/${pattern}`, { cwd: place });

describe('a package that its install scripts make whole', () => {
  test('is not run with them unless its listing says so, and its outcome says what it lacks', async () => {
    const { outcome, detail, launch } = await crawl('zoo-native', false);
    expect({ outcome, scripts: launch.installScripts }).toEqual({ outcome: 'exited', scripts: undefined });
    expect(detail).toMatch(/built\.json.*\(Install scripts of zoo-native were not run\.\)$/);
    expect(inCache('built.json')).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('lists with them where its listing says so, and that is on record', async () => {
    const found = await crawl('zoo-native', true);
    expect(found).toMatchObject({ outcome: 'listed', launch: { installScripts: true } });
    expect(found.package?.integrity).toMatch(/^sha512-/);
    // The installation without scripts stays as it was; only a folder of its own has what they made.
    expect(inCache('built.json')).toEqual([expect.stringMatching(/^npm-scripts\//)]);
    expect(inCache('marker')).toEqual([]);
  });

  test('whose scripts see nothing of the user and reach only what the proxy permits', async () => {
    const { tools } = await crawl('zoo-native', true);
    expect(JSON.parse(tools[0]?.definition.description ?? '{}')).toEqual({
      environment: ['npm_config_userconfig'],
      home: '/home/user',
      secret: 'ENOENT',
      passwd: 'ENOENT',
      original: 'EROFS',
      proxied: 200,
      metadata: 'not asked',
      directly: 'ECONNREFUSED',
    });
    expect(asked).toEqual(['/binary']);
  });

  test('has them run once, however often it is crawled', async () => {
    await crawl('zoo-native', true);
    expect((await crawl('zoo-native', true)).outcome).toBe('listed');
    expect(asked).toEqual(['/binary']);
  });

  test('and whose scripts may reach no private address where that is not permitted', async () => {
    const { tools } = await crawl('zoo-native', true, { allowPrivate: false });
    expect(JSON.parse(tools[0]?.definition.description ?? '{}')).toMatchObject({
      proxied: 403,
      metadata: 403,
    });
    expect(asked).toEqual([]);
  });

  test('by a dependency of its own, with a program of its own, is made whole too', async () => {
    const bare = await crawl('zoo-outer', false);
    expect(bare.detail).toMatch(/\(Install scripts of zoo-inner were not run\.\)$/);
    expect((await crawl('zoo-outer', true)).outcome).toBe('listed');
  });

  test('is not run in a sandbox that cannot hold its scripts', async () => {
    const { outcome, detail } = await crawl('zoo-native', true, { sandbox: 'none' });
    expect(outcome).toBe('exited');
    expect(detail).toMatch(
      /\(Its install scripts were not run: only bubblewrap can hold them, and not none\.\)$/,
    );
    expect(inCache('built.json')).toEqual([]);
  });
});

test('a package that lists without its scripts has none run, whatever its listing permits', async () => {
  const found = await crawl('zoo-native', true, { arguments: ['tolerant'] });
  expect(found).toMatchObject({ outcome: 'listed', tools: [{ definition: { description: '{}' } }] });
  expect(found.launch.installScripts).toBeUndefined();
  expect(inCache('built.json')).toEqual([]);
});

test('scripts that fail leave the outcome as it was, and say why', async () => {
  const { outcome, detail, launch } = await crawl('zoo-broken', true);
  expect({ outcome, scripts: launch.installScripts }).toEqual({ outcome: 'exited', scripts: undefined });
  expect(detail).toMatch(/\(Its install scripts ended with status 3: Error: no compiler here\)$/);
});

describe('scripts that are hostile', () => {
  const scripts = async (name: string, timeoutMs: number, env = registry.env) => {
    const source = { type: 'npm', name, version: '1.0.0' } as const;
    const shared = { cache: place, env: registry.env, timeoutMs: 120_000 };
    const installation = await installNpm(source, shared);
    const folder = installation.ok ? installation.folder : installation.detail;
    const own = { ...shared, env, timeoutMs, temporary: place, allowPrivate: false, hold: holdOf };
    return runInstallScripts(folder, bubblewrap, own);
  };
  const running = () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        } catch {
          return '';
        }
      })
      .filter((line) => /sleep 98765[45]/.test(line));

  test('leave files and nothing else: no links, no pipes, no processes', async () => {
    const built = await scripts('zoo-hostile', 120_000);
    const home = join(built.ok ? built.folder : built.detail, 'node_modules/zoo-hostile');
    const files = readdirSync(home, { withFileTypes: true });
    expect(files.map((entry) => [entry.name, entry.isFile()]).sort()).toEqual([
      ...[
        ['alias.json', true],
        ['built.json', true],
        ['cli.js', true],
      ],
      ...[
        ['hostile.js', true],
        ['package.json', true],
      ],
    ]);
    expect(lstatSync(join(home, 'alias.json')).size).toBe(2);
    expect(running()).toEqual([]);
  });

  test('are run by an npm from anywhere', async () => {
    const npm = join(place, 'another', 'npm');
    const [own = ''] = findNpm(registry.env)?.args ?? [];
    cpSync(join(own, '../..'), npm, { recursive: true, dereference: true });
    const env = { ...registry.env, npm_execpath: join(npm, 'bin/npm-cli.js') };
    expect((await scripts('zoo-hostile', 120_000, env)).ok).toBe(true);
  });

  test('that do not end are ended', async () => {
    expect(await scripts('zoo-endless', 3000)).toEqual({
      ok: false,
      detail: 'Its install scripts did not end within the time limit.',
    });
    expect(running()).toEqual([]);
    expect(existsSync(join(place, 'npm-scripts'))).toBe(false);
    expect(readdirSync(join(place, 'unfinished'))).toEqual([]);
  });

  test('that write without end fill no disk', async () => {
    const { detail } = (await scripts('zoo-greedy', 120_000)) as { detail?: string };
    expect(detail).toMatch(/No space left on device|ended because of more than 1536 MiB of memory/);
    expect(existsSync(join(place, 'npm-scripts'))).toBe(false);
  });
});
