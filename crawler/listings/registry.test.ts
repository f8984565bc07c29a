import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Listing } from '../../catalogue/records.ts';
import { listingsOfEntries, readEntries } from './registry-copy.ts';
import { importRegistry, type ImportOptions } from './registry.ts';

const OFFICIAL = 'io.modelcontextprotocol.registry/official';

let folder: string;
let server: Server | undefined;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'toolrisk-registry-'))));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

type Meta = { status?: string; isLatest?: boolean; updatedAt?: string };
const entry = (name: string, version: string, meta: Meta = {}, more: object = {}) => ({
  server: {
    name,
    version,
    description: `The server ${name}.`,
    packages: [{ registryType: 'npm', identifier: name.replace(/^.*\//, ''), version }],
    ...more,
  },
  _meta: { [OFFICIAL]: { status: 'active', isLatest: true, updatedAt: '2026-01-01T00:00:00Z', ...meta } },
});

type Reply = { status?: number; headers?: Record<string, string>; body?: unknown };

/** A registry on loopback; `reply` answers each request by its parameters. */
async function serve(reply: (parameters: URLSearchParams) => Reply) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push(url.search);
    const { status = 200, headers = {}, body } = reply(url.searchParams);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return { registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function importFrom(registry: string, more: Partial<ImportOptions> = {}) {
  const pauses: number[] = [];
  const pause = (seconds: number) => {
    pauses.push(seconds);
    return Promise.resolve();
  };
  const now = () => new Date('2026-05-01T00:00:00Z');
  const done = importRegistry({ registry, folder, userAgent: 'toolrisk/test', pause, now, ...more });
  return { done, pauses };
}

const names = async () =>
  (await readEntries(folder)).map(({ server: { name, version } }) => `${name}@${version}`);
const page = (servers: unknown[], nextCursor?: string) => ({
  body: { servers, metadata: { nextCursor, count: servers.length } },
});

describe('an import of a registry', () => {
  test('follows the pages, keeps every version as received, and asks for changes the next time', async () => {
    const { registry, asked } = await serve((parameters) => {
      if (parameters.has('updated_since'))
        return page([entry('io.zoo/b', '2.0.0', {}, { vendor: { kept: true } })]);
      return parameters.get('cursor') === 'next'
        ? page([entry('io.zoo/b', '1.0.0')])
        : page([entry('io.zoo/a', '1.0.0', { isLatest: false }), entry('io.zoo/a', '1.1.0')], 'next');
    });
    expect(await importFrom(registry).done).toEqual({ entries: 3, pages: 2, resumed: false });
    expect(await names()).toEqual(['io.zoo/a@1.0.0', 'io.zoo/a@1.1.0', 'io.zoo/b@1.0.0']);
    expect(await importFrom(registry).done).toMatchObject({
      entries: 1,
      updatedSince: '2026-05-01T00:00:00.000Z',
    });
    expect(asked).toEqual([
      '?limit=100',
      '?limit=100&cursor=next',
      '?limit=100&updated_since=2026-05-01T00%3A00%3A00.000Z',
    ]);
    expect(readFileSync(join(folder, 'entries.jsonl'), 'utf8')).toContain('"vendor":{"kept":true}');
    const sources = listingsOfEntries(await readEntries(folder)).map(({ source }) => source);
    expect(sources).toEqual([
      { type: 'npm', name: 'a', version: '1.1.0' },
      { type: 'npm', name: 'b', version: '2.0.0' },
    ]);
  });

  test('that broke off goes on after its last whole page', async () => {
    let broken = true;
    const { registry, asked } = await serve((parameters) => {
      if (parameters.get('cursor') !== 'two') return page([entry('io.zoo/a', '1.0.0')], 'two');
      return broken ? { status: 400, body: {} } : page([entry('io.zoo/b', '1.0.0')]);
    });
    await expect(importFrom(registry).done).rejects.toThrow(/HTTP 400/);
    expect(await names()).toEqual(['io.zoo/a@1.0.0']);
    // What a process killed while writing leaves behind.
    writeFileSync(join(folder, 'entries.jsonl'), '{"server":{"name":"half', { flag: 'a' });
    broken = false;
    expect(await importFrom(registry).done).toMatchObject({ entries: 1, resumed: true });
    expect(asked).toEqual(['?limit=100', '?limit=100&cursor=two', '?limit=100&cursor=two']);
    expect(await names()).toEqual(['io.zoo/a@1.0.0', 'io.zoo/b@1.0.0']);
  });

  test('waits as long as it is asked to, and tries again', async () => {
    let asked = 0;
    const { registry } = await serve(() => {
      asked++;
      if (asked === 1) return { status: 429, headers: { 'retry-after': '7' }, body: {} };
      return asked === 2 ? { status: 503, body: {} } : page([]);
    });
    const { done, pauses } = importFrom(registry);
    expect(await done).toMatchObject({ entries: 0 });
    expect(pauses).toEqual([7, 4]);
  });

  test('can be made anew', async () => {
    const { registry, asked } = await serve(() => page([entry('io.zoo/a', '1.0.0')]));
    await importFrom(registry).done;
    await importFrom(registry, { full: true }).done;
    expect(asked).toEqual(['?limit=100', '?limit=100']);
  });

  test.each<[what: string, reply: (parameters: URLSearchParams) => Reply, reason: RegExp]>([
    ['a cursor that loops', () => page([entry('io.zoo/a', '1.0.0')], 'same'), /cursor repeats itself/],
    ['something else', () => ({ body: { servers: 'none' } }), /something else than a page/],
    ['no JSON', () => ({ body: '<html>' }), /no JSON/],
    ['a page without end', () => ({ body: 'x'.repeat(2 ** 25 + 1) }), /more than 33554432 bytes/],
    ['errors only', () => ({ status: 500, body: {} }), /HTTP 500/],
    [
      'a redirect',
      () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: {} }),
      /cannot be reached/,
    ],
  ])('ends with a reason where the registry gives %s', async (_what, reply, reason) => {
    const { registry } = await serve(reply);
    await expect(importFrom(registry).done).rejects.toThrow(reason);
  });

  test('does not mix two registries', async () => {
    const { registry } = await serve(() => page([]));
    await importFrom(registry).done;
    await expect(importFrom('http://127.0.0.1:1').done).rejects.toThrow(/copy of another registry/);
  });
});

describe('the listings of a registry', () => {
  const listings = (...entries: unknown[]) =>
    listingsOfEntries(entries as Parameters<typeof listingsOfEntries>[0]);

  test('leave out what was deleted, and take the latest version of the rest', () => {
    const found = listings(
      entry('io.zoo/gone', '1.0.0', { status: 'deleted' }),
      entry('io.zoo/old', '1.0.0', { status: 'deprecated' }),
      entry('io.zoo/two', '2.0.0', { updatedAt: '2026-02-01T00:00:00Z' }),
      entry('io.zoo/two', '1.0.0', { isLatest: false, updatedAt: '2026-03-01T00:00:00Z' }),
    );
    expect(found.map(({ id, source }) => [id, 'version' in source && source.version])).toEqual([
      ['io-zoo-old', '1.0.0'],
      ['io-zoo-two', '2.0.0'],
    ]);
  });

  test('merge one package and one address under all their names', () => {
    const remotes = [{ type: 'streamable-http', url: 'https://mcp.example.com/mcp' }];
    const found = listings(
      entry('io.zoo/a', '1.0.0', {}, { packages: [], remotes }),
      entry(
        'io.zoo/b',
        '1.0.0',
        {},
        { packages: [], remotes: [{ ...remotes[0], url: 'https://MCP.example.com:443/mcp/' }] },
      ),
      entry('io.zoo/c', '1.0.0', {}, { packages: [{ registryType: 'npm', identifier: 'same' }] }),
      entry(
        'io.zoo/d',
        '1.0.0',
        {},
        { packages: [{ registryType: 'npm', identifier: 'same', version: '1.0.0' }] },
      ),
    );
    expect(found.map(({ name, otherNames }) => [name, otherNames])).toEqual([
      ['io.zoo/a', ['io.zoo/b']],
      ['io.zoo/c', ['io.zoo/d']],
    ]);
  });

  test('know packages of every kind, arguments, variables and templates', () => {
    const sha256 = 'a'.repeat(64);
    const [npm, pypi, oci, mcpb, filled, open, ...rest] = listings(
      entry(
        'io.zoo/all',
        '1.0.0',
        {},
        {
          packages: [
            {
              registryType: 'npm',
              identifier: '@zoo/server',
              version: '1.0.0',
              installScripts: true,
              packageArguments: [
                { type: 'positional', value: 'serve' },
                { type: 'named', name: '--root', isRequired: true, format: 'filepath' },
                {
                  type: 'named',
                  name: '--region',
                  value: '{region}',
                  variables: { region: { default: 'eu' } },
                },
                { type: 'named', name: '--token', isRequired: true, isSecret: true },
                { type: 'named', name: '--verbose' },
              ],
              environmentVariables: [
                { name: 'ZOO_KEY', isRequired: true, isSecret: true, default: 'somebodys-key' },
                { name: 'ZOO_MODE', default: 'fast' },
                { name: 'ZOO_LEVEL', isRequired: true, choices: ['low', 'high'] },
                { name: 'not a name' },
              ],
            },
            { registryType: 'pypi', identifier: 'zoo-py', version: '2.0' },
            { registryType: 'oci', identifier: 'docker.io/zoo/server:1.0', version: '1.0.0' },
            { registryType: 'mcpb', identifier: 'https://example.com/zoo.mcpb', fileSha256: sha256 },
            { registryType: 'nuget', identifier: 'Zoo' },
            { registryType: 'npm', identifier: '--registry=http://example.com' },
            'nonsense',
          ],
          remotes: [
            {
              type: 'sse',
              url: 'https://{region}.example.com/sse',
              variables: { region: { default: 'eu' } },
            },
            { type: 'streamable-http', url: 'https://{tenant}.example.com/mcp' },
          ],
        },
      ),
    );
    expect(rest).toEqual([]);
    expect(npm).toMatchObject({
      id: 'io-zoo-all',
      source: { type: 'npm', name: '@zoo/server', version: '1.0.0' },
      arguments: ['serve', '--root', '{workspace}', '--region', 'eu'],
      placeholderArguments: ['--token', 'placeholder'],
      environment: [
        { name: 'ZOO_KEY', placeholder: 'placeholder' },
        { name: 'ZOO_MODE', default: 'fast' },
        { name: 'ZOO_LEVEL', placeholder: 'low' },
      ],
    });
    // What a publisher asks for is not what a listing of ours asks for.
    expect(npm?.source).not.toHaveProperty('installScripts');
    expect(pypi).toMatchObject({
      id: 'io-zoo-all-pypi',
      source: { type: 'pypi', name: 'zoo-py', version: '2.0' },
    });
    expect(oci?.source).toEqual({ type: 'oci', image: 'docker.io/zoo/server:1.0' });
    expect(mcpb?.source).toEqual({ type: 'mcpb', location: 'https://example.com/zoo.mcpb', sha256 });
    expect(filled?.source).toEqual({ type: 'remote', url: 'https://eu.example.com/sse', transport: 'sse' });
    expect(open?.source).toMatchObject({ url: 'https://{tenant}.example.com/mcp' });
    for (const listing of [npm, pypi, oci, mcpb, filled, open])
      expect(Listing.parse(listing)).toEqual(listing);
  });
});
