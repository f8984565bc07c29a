import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crawlServer } from '../crawl.ts';
import { readBundle } from '../listings/bundle.ts';
import { bundleStart, type BundleManifest } from './bundle-manifest.ts';
import { installBundle } from './bundle.ts';
import { zipOf, type ZipEntry } from './test-zip.ts';

let place: string;
let server: Server | undefined;
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'toolrisk-bundle-'))));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(place, { recursive: true, force: true });
});

/** A server that lists one tool, which tells its arguments and environment. */
const PROGRAM = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const description = JSON.stringify([process.argv.slice(2), process.env.ZOO_MODE]);
  const result = method === 'initialize'
    ? { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'bundled', version: '1' } }
    : { tools: [{ name: 'told', description, inputSchema: { type: 'object' } }] };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
});`;

const MANIFEST = {
  manifest_version: '0.3',
  name: 'zoo-bundle',
  version: '1.0.0',
  description: 'A bundle of the zoo.',
  author: { name: 'Toolrisk' },
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: {
      command: 'node',
      args: [
        '${__dirname}/server/index.js',
        '--from',
        '${__dirname}',
        '${user_config.folders}',
        '${user_config.level}',
      ],
      env: { ZOO_MODE: '${user_config.mode}', ZOO_HOME: '${__dirname}/data', ZOO_KEY: '${user_config.key}' },
    },
  },
  user_config: {
    folders: { type: 'directory', multiple: true, required: true },
    level: { type: 'number', default: 3 },
    mode: { type: 'string', default: 'fast' },
    key: { type: 'string', sensitive: true, required: true, default: 'somebodys' },
  },
};

function bundle(manifest: unknown = MANIFEST, more: ZipEntry[] = []) {
  const bytes = zipOf([
    { name: 'manifest.json', content: JSON.stringify(manifest), deflate: true },
    { name: 'server/index.js', content: PROGRAM },
    ...more,
  ]);
  const file = join(place, 'server.mcpb');
  writeFileSync(file, bytes);
  return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const install = (location: string, sha256?: string, allowPrivate = true) =>
  installBundle(
    { type: 'mcpb', location, ...(sha256 === undefined ? {} : { sha256 }) },
    { cache: place, timeoutMs: 60_000, userAgent: 'toolrisk/test', allowPrivate },
  );

async function serve(
  answer: (path: string) => { status: number; body?: Buffer; location?: string },
): Promise<string> {
  server = createServer((request, response) => {
    const { status, body, location } = answer(request.url ?? '');
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a bundle', () => {
  test('is listed with its digest, started in a sandbox, and tells its tools', async () => {
    const { file, sha256 } = bundle();
    const listing = await readBundle(file);
    expect(listing).toMatchObject({ id: 'zoo-bundle', source: { type: 'mcpb', location: file, sha256 } });
    const found = await crawlServer(listing, { cache: place, sandbox: 'bubblewrap', timeoutMs: 60_000 });
    expect(found).toMatchObject({
      outcome: 'listed',
      package: { type: 'mcpb', name: 'zoo-bundle', version: '1.0.0', integrity: `sha256-${sha256}` },
      launch: { credentialStep: 'absent' },
    });
    expect(JSON.parse(found.tools[0]?.definition.description ?? '')).toEqual([
      ['--from', '/opt/server', '/home/user/workspace', '3'],
      null,
    ]);
    expect(readdirSync(join(place, 'unfinished'))).toEqual([]);
  });

  test('of a registry is fetched through redirects, and brings its arguments along', async () => {
    const { bytes, sha256 } = bundle();
    const origin = await serve((path) =>
      path === '/file' ? { status: 200, body: bytes } : { status: 302, location: '/file' },
    );
    expect(await install(`${origin}/release`, sha256)).toMatchObject({
      ok: true,
      start: { arguments: ['--from', '{bundle}', '{workspace}', '3'] },
    });
    expect(existsSync(join(place, 'mcpb', sha256, 'server/index.js'))).toBe(true);
  });

  test.each<[what: string, run: () => Promise<unknown>, outcome: string, detail: RegExp]>([
    [
      'another digest',
      () => install(bundle().file, 'a'.repeat(64)),
      'install-failed',
      /its listing says aaaa/,
    ],
    ['no manifest', () => install(bundleWithout()), 'install-failed', /has no manifest/],
    ['a broken manifest', () => install(bundle('{').file), 'install-failed', /is none/],
    [
      'a name that leads out',
      () => install(bundle(MANIFEST, [{ name: '../x', content: '' }]).file),
      'install-failed',
      /invalid relative path/,
    ],
    [
      'an entry point that leads out',
      () => install(withEntry('../../etc/passwd')),
      'install-failed',
      /has no file/,
    ],
    ['no such entry point', () => install(withEntry('missing.js')), 'install-failed', /has no file/],
    [
      'a runtime that is not started',
      () => install(withEntry('server/index.js', 'uv')),
      'unsupported-runtime',
      /"uv"/,
    ],
    ['no file', () => install(join(place, 'nowhere.mcpb')), 'package-missing', /no bundle/],
    [
      'an address without https',
      () => install('http://127.0.0.1:1/x', undefined, false),
      'refused-by-policy',
      /without https/,
    ],
    [
      'a private address',
      () => install('https://127.0.0.1:1/x', undefined, false),
      'refused-by-policy',
      /not a public address/,
    ],
    [
      'an address where nobody is',
      () => install('http://127.0.0.1:1/x'),
      'unreachable',
      /could not be fetched/,
    ],
  ])('with %s is not installed', async (_what, run, outcome, detail) => {
    expect(await run()).toMatchObject({
      ok: false,
      outcome,
      detail: expect.stringMatching(detail) as string,
    });
    expect(existsSync(join(place, 'mcpb', 'a'.repeat(64)))).toBe(false);
    expect(readdirSync(join(place, 'unfinished'))).toEqual([]);
  });

  test('that is not there is missing, and one that redirects for ever unreachable', async () => {
    const origin = await serve((path) =>
      path === '/gone' ? { status: 404 } : { status: 302, location: '/again' },
    );
    expect(await install(`${origin}/gone`)).toMatchObject({ outcome: 'package-missing' });
    expect(await install(`${origin}/again`)).toMatchObject({
      outcome: 'unreachable',
      detail: expect.stringMatching(/redirects/) as string,
    });
  });

  test('takes a stand-in for what only its user knows, and never a secret default', () => {
    const manifest = {
      ...MANIFEST,
      user_config: { ...MANIFEST.user_config, level: { type: 'number', required: true } },
    };
    expect(bundleStart(manifest as unknown as BundleManifest)).toEqual({
      arguments: ['--from', '{bundle}', '{workspace}'],
      placeholderArguments: ['1'],
      environment: [
        { name: 'ZOO_MODE', default: 'fast' },
        { name: 'ZOO_HOME', default: '/opt/server/data' },
        { name: 'ZOO_KEY', placeholder: 'placeholder' },
      ],
    });
  });
});

function bundleWithout(): string {
  const file = join(place, 'bare.mcpb');
  writeFileSync(file, zipOf([{ name: 'a', content: '' }]));
  return file;
}

function withEntry(entry: string, type = 'node'): string {
  return bundle({ ...MANIFEST, server: { ...MANIFEST.server, entry_point: entry, type } }).file;
}
