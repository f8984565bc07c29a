import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { latestRun, openCatalogue, readServer, serverTools } from '../../catalogue/store/index.ts';
import { startRegistry, type TestRegistry } from '../../crawler/launch/test-registry.ts';

const PROGRAM = fileURLToPath(new URL('../launch.js', import.meta.url));
const ZOO = fileURLToPath(new URL('../../crawler/session/zoo', import.meta.url));

/** A server without dependencies; with an argument it answers nothing. */
const SERVER = `#!/usr/bin/env node
const tools = [{ name: 'peek', description: 'Reads a page.', inputSchema: { type: 'object' } },
  { name: 'wipe_all', description: 'Permanently deletes everything.', inputSchema: { type: 'object' } }];
const results = {
  initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 's', version: '9' } },
  'tools/list': { tools },
};
if (process.argv.length > 2) setInterval(() => {}, 1000);
else require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] }));
});
`;

let registry: TestRegistry;
let place: string;
let db: string;
beforeAll(async () => {
  const manifest = { name: 'zoo-server', bin: 'cli.js' };
  registry = await startRegistry(
    ['1.0.0', '1.1.0'].map((version) => ({
      manifest: { ...manifest, version },
      files: { 'cli.js': SERVER },
    })),
  );
  place = mkdtempSync(join(tmpdir(), 'toolrisk-crawl-'));
});
afterAll(() => {
  registry.close();
  rmSync(place, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(join(place, 'servers'), { recursive: true, force: true });
  mkdirSync(join(place, 'servers'));
  db = join(place, `${Math.random().toString(36).slice(2)}.db`);
  list('good', 'package: npm:zoo-server@1.0.0');
});

function list(id: string, rest: string): void {
  writeFileSync(
    join(place, 'servers', `${id}.yaml`),
    `name: The ${id}\nsummary: S.\npublisher: P\n${rest}\n`,
  );
}

function start(words: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { ...registry.env, HOME: place, ...env },
    cwd: ZOO,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, ...output }));
  return { child, output, ended };
}

const settings = () => ['--listings', join(place, 'servers'), '--db', db, '--cache', join(place, 'cache')];
const crawl = (...words: string[]) => start(['crawl', ...settings(), ...words]).ended;
const inspect = (...words: string[]) => start(['inspect', '--cache', join(place, 'cache'), ...words]).ended;

function inCatalogue<T>(read: (catalogue: ReturnType<typeof openCatalogue>) => T): T {
  const catalogue = openCatalogue(db, 'read');
  try {
    return read(catalogue);
  } finally {
    catalogue.close();
  }
}

describe('crawl', () => {
  test('stores what each server lists, and what became of the others', async () => {
    list('gone', 'package: npm:zoo-nowhere@1.0.0');
    list('python', 'package: github:zoo/zoo\ntier: extended');
    const { status, stdout, stderr } = await crawl('--all');
    expect(stderr).toMatch(/✓ good {2}listed {2}2 tools {2}/);
    expect(stderr).toMatch(/✗ gone {2}package-missing/);
    expect(stdout).toMatch(/^good +listed +2 +1\.0\.0 +\d+\.\d$/m);
    expect(stdout).toMatch(/^python +unsupported-runtime +0/m);
    expect(stdout).toMatch(
      /1 of 3 servers listed 2 tools\.\nChanged: 1 server listed for the first time\.\n$/,
    );
    expect(status).toBe(0);
    inCatalogue((catalogue) => {
      expect(latestRun(catalogue)?.status).toBe('finished');
      for (const id of ['good', 'gone', 'python']) expect(readServer(catalogue, id)).toBeDefined();
    });
  });

  test('leaves the extended tier to --all, and prints JSON when asked', async () => {
    list('python', 'package: github:zoo/zoo\ntier: extended');
    const { status, stdout } = await crawl('--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ servers: [{ server: 'good', outcome: 'listed', tools: 2 }] });
    expect(inCatalogue((catalogue) => readServer(catalogue, 'python'))).toMatchObject({ lastCrawl: null });
  });

  test('takes declared tools for one server', async () => {
    list('python', 'package: github:zoo/zoo\ntier: extended');
    const file = join(place, 'declared.jsonl');
    writeFileSync(file, '{"server":"The python","name":"a"}\n{"server":"else","name":"b"}\n');
    const { status, stdout } = await crawl('--declared', file, '--server', 'python', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      servers: [{ server: 'python', outcome: 'declared', tools: 1 }],
    });
    expect(inCatalogue((catalogue) => readServer(catalogue, 'python'))).toBeDefined();
  });

  test('again finds nothing new, and changes nothing downstream', async () => {
    await crawl();
    const downstream = () =>
      inCatalogue((catalogue) => {
        const rows = (table: string) => catalogue.prepare(`SELECT * FROM ${table}`).all();
        const snapshots = catalogue
          .prepare('SELECT id, server_id, identity, first_seen_at FROM snapshots')
          .all();
        const tables = [
          'definitions',
          'raw_variants',
          'snapshot_tools',
          'tools',
          'changes',
          'classifications',
        ];
        return [snapshots, ...tables.map(rows)];
      });
    const classify = () => start(['classify', '--db', db, '--llm', 'off']).ended;
    expect((await classify()).stdout).toMatch(/^Judged 2 new/);
    const before = downstream();
    const { status, stdout } = await crawl('--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ changes: {}, lists: { first: 0, suspects: 0 } });
    expect((await crawl()).stdout).toMatch(/^Nothing changed since the last crawl\.$/m);
    expect((await classify()).stdout).toMatch(/^Judged 0 new/);
    expect(downstream()).toEqual(before);
  });

  test('holds an empty list back, says so, and takes it the second time', async () => {
    const declare = async (...names: string[]) => {
      const file = join(place, 'held.json');
      writeFileSync(file, JSON.stringify(names.map((name) => ({ name }))));
      return (await crawl('--declared', file, '--server', 'good')).stdout;
    };
    const tools = () =>
      inCatalogue((catalogue) => catalogue.prepare('SELECT present FROM tools').pluck().all());
    await declare('a');
    const held = await declare();
    expect(held).toMatch(/^good +declared, held back +0/m);
    expect(held).toMatch(/1 empty list is held back until seen twice\.$/m);
    expect(tools()).toEqual([1]);
    expect(await declare()).toMatch(/^Changed: 1 tool removed\.$/m);
    expect(tools()).toEqual([0]);
  });

  test('of stale or changed servers leaves the others alone', async () => {
    list('other', 'package: npm:zoo-server@1.0.0');
    await crawl();
    expect((await crawl('--stale', '1d')).stdout).toBe('None of 2 servers is due; nothing was crawled.\n');
    expect((await crawl('--stale', '1d', '--changed')).stdout).toMatch(/^None of 2/);
    list('other', 'package: npm:zoo-server');
    list('new', 'package: npm:zoo-server@1.0.0');
    const { stdout } = await crawl('--stale', '1d', '--changed', '--json');
    const { servers } = JSON.parse(stdout) as { servers: { server: string }[] };
    expect(servers.map(({ server }) => server).sort()).toEqual(['new', 'other']);
    // The registry has the version that was crawled.
    expect((await crawl('--changed')).stdout).toMatch(/^None of 3/);
  });

  test('keeps no more packages than the cache may hold', async () => {
    const own = (size: string) =>
      start(['crawl', '--listings', join(place, 'servers'), '--db', db, '--cache', join(place, 'small')], {
        TOOLRISK_CACHE_SIZE: size,
      }).ended;
    const kept = () => globSync('npm/*/*', { cwd: join(place, 'small') });
    expect((await own('1G')).status).toBe(0);
    expect(kept().length).toBe(1);
    // Trimmed where something came new.
    list('good', 'package: npm:zoo-server@1.1.0');
    expect((await own('0M')).status).toBe(0);
    expect(kept()).toEqual([]);
  });

  test('of a shard is of that shard alone', async () => {
    for (const id of ['one', 'two', 'three']) list(id, 'package: npm:zoo-nowhere@1.0.0');
    const servers = async (shard: string) => {
      const { stdout } = await crawl('--shard', shard, '--json');
      return (JSON.parse(stdout) as { servers: { server: string }[] }).servers.map(({ server }) => server);
    };
    const all = [...(await servers('1/3')), ...(await servers('2/3')), ...(await servers('3/3'))];
    expect(all.sort()).toEqual(['good', 'one', 'three', 'two']);
  });

  test('that is stopped keeps what it has, says so, and leaves no process', async () => {
    list('slow', 'package: npm:zoo-server@1.0.0\narguments: [never]');
    const { child, output, ended } = start(['crawl', ...settings(), '--timeout', '600']);
    let asked = false;
    child.stderr.on('data', () => {
      // A second signal would end it at once.
      if (!asked && output.stderr.includes('✓ good')) asked = child.kill('SIGINT');
    });
    const { status, stderr } = await ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/slow {2}interrupted/);
    expect(stderr).toMatch(/toolrisk: The crawl was stopped; what was finished is in the catalogue\.\n$/);
    expect(inCatalogue((catalogue) => latestRun(catalogue)?.status)).toBe('interrupted');
    const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(place));
    expect(left).toEqual([]);
  });

  describe('explains', () => {
    const cases: [what: string, words: () => string[], message: RegExp][] = [
      ['an unknown server', () => ['--server', 'nobody'], /^toolrisk: No server "nobody" is listed/],
      [
        '--declared without a server',
        () => ['--declared', 'x'],
        /^toolrisk: --declared wants exactly one --server/,
      ],
      [
        'a file that is not there',
        () => ['--declared', '/nowhere', '--server', 'good'],
        /\/nowhere: it cannot be read/,
      ],
      ['an unusable number', () => ['--concurrency', '0'], /must be a number above 0/],
      ['an unusable size', () => ['--cache-size', '10'], /must be a number with M, G or T/],
      ['an unusable age', () => ['--stale', 'week'], /must be a number with s, m, h or d/],
      ['an unusable shard', () => ['--shard', '4/3'], /must be the part and how many there are/],
      ['an unknown sandbox', () => ['--sandbox', 'cardboard'], /Allowed choices are auto/],
      ['a catalogue that cannot be', () => ['--db', join(PROGRAM, 'all.db')], /^toolrisk: .*all\.db/],
    ];
    test.each(cases)('%s', async (_what, words, message) => {
      const { status, stderr } = await crawl(...words());
      expect(stderr).toMatch(message);
      expect(status).toBe(2);
    });

    test('a broken listing by file, line and field', async () => {
      list('bad', 'package: npm:a\ncolour: red');
      const { status, stderr } = await crawl();
      expect(stderr).toMatch(/^toolrisk: .*bad\.yaml, line 5, colour: no such field is known\.\n$/);
      expect(status).toBe(2);
    });

    test('that no sandbox works', async () => {
      const { status, stderr } = await start(['crawl', ...settings()], { PATH: place }).ended;
      expect(stderr).toMatch(/^toolrisk: No sandbox works here, so no server was run: .*\n$/m);
      expect(status).toBe(2);
      expect(inCatalogue((catalogue) => readServer(catalogue, 'good'))).toMatchObject({
        lastCrawl: { outcome: 'refused-by-policy' },
      });
    });

    test('that there is no network', async () => {
      const env = { npm_config_registry: 'http://127.0.0.1:1/' };
      const cold = ['--listings', join(place, 'servers'), '--db', db, '--cache', join(place, 'cold')];
      const { status, stderr } = await start(['crawl', ...cold], env).ended;
      expect(stderr).toMatch(/toolrisk: No package registry could be reached/);
      expect(status).toBe(2);
      expect(inCatalogue((catalogue) => serverTools(catalogue, 'good'))).toEqual([]);
    });
  });
});

describe('inspect', () => {
  test('shows a package, riskiest first', async () => {
    const { status, stdout } = await inspect('npm:zoo-server');
    expect(stdout).toMatch(/^zoo-server@1\.1\.0: listed\. It listed 2 tools\.$/m);
    expect(stdout.indexOf('wipe_all')).toBeLessThan(stdout.indexOf('peek'));
    expect(stdout).toMatch(/Critical +Destructive +wipe_all/);
    expect(status).toBe(0);
  });

  test('gives its result as JSON', async () => {
    const { status, stdout } = await inspect('--json', 'npm:zoo-server@1.0.0');
    expect(JSON.parse(stdout)).toMatchObject({
      server: 'npm:zoo-server@1.0.0',
      outcome: 'listed',
      package: { name: 'zoo-server', version: '1.0.0' },
      serverInfo: { name: 's', version: '9' },
      protocolVersion: '2025-06-18',
      tools: [
        { name: 'peek', category: 'Read', description: 'Reads a page.', inputSchema: { type: 'object' } },
        { name: 'wipe_all', category: 'Destructive', riskLevel: 'Critical' },
      ],
      quarantined: [],
    });
    expect(status).toBe(0);
  });

  test('runs a command in its folder, and leaves a bad tool out', async () => {
    const { status, stdout } = await inspect('--json', '--', 'node', './duplicate-names.ts', '--json');
    const result = JSON.parse(stdout) as { outcome: string; tools: unknown[]; quarantined: unknown[] };
    expect(result.outcome).toBe('listed-partly');
    expect(result.tools.length).toBe(2);
    expect(result.quarantined).toEqual([
      { name: 'twin', reason: 'another tool of this list has the same name' },
    ]);
    expect(status).toBe(0);
  });

  test('prints nothing that a terminal obeys', async () => {
    const { stdout } = await inspect('--', 'node', 'strange-names.ts');
    expect(stdout).not.toMatch(/[\u0000\u202e\u200b\u001b]/);
  });

  test('that gives no list says why', async () => {
    const { status, stdout } = await inspect('--', 'node', 'wants-key.ts');
    expect(stdout).toMatch(/needs-credentials\. It wants credentials: Error: ZOO_API_KEY/);
    expect(status).toBe(4);
  });

  test('explains what it cannot inspect', async () => {
    for (const words of [[], ['npm:--global'], ['zoo-server'], ['node', 'wants-key.ts']]) {
      const { status, stderr } = await inspect(...words);
      expect(stderr).toMatch(/^toolrisk: .+\.\n$/);
      expect(status).toBe(2);
    }
  });
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
