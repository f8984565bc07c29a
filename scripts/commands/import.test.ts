import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readListings } from '../../crawler/listings/listing-lines.ts';

const PROGRAM = fileURLToPath(new URL('../toolrisk.ts', import.meta.url));

let place: string;
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'toolrisk-import-'))));
afterEach(() => rmSync(place, { recursive: true, force: true }));

async function toolrisk(...words: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: place });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...output };
}

describe('import', () => {
  test('takes the servers of a client, which crawl then reads', async () => {
    writeFileSync(
      join(place, 'mcp.json'),
      '{"mcpServers":{"a":{"url":"https://{x}.example.com/mcp"},"b":{"command":""}}}',
    );
    const { status, stdout, stderr } = await toolrisk('import', 'client', 'mcp.json');
    expect(stdout).toBe(
      '1 server in data/listings/client.jsonl. Crawl them: toolrisk crawl --listings data/listings/client.jsonl\n',
    );
    expect(stderr).toBe('toolrisk: left out b: it names neither a command nor an address.\n');
    expect(status).toBe(0);
    const crawl = [
      'crawl',
      '--listings',
      'data/listings/client.jsonl',
      '--db',
      'all.db',
      '--remote',
      '--json',
    ];
    const { stdout: crawled } = await toolrisk(...crawl);
    expect(JSON.parse(crawled)).toMatchObject({ servers: [{ server: 'a', outcome: 'unexpanded-template' }] });
  });

  test('keeps a copy of a registry', async () => {
    const servers = [
      { server: { name: 'io.zoo/a', packages: [{ registryType: 'npm', identifier: 'zoo' }] } },
    ];
    const registry = createServer((_request, response) => response.end(JSON.stringify({ servers })));
    registry.listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
    const { status, stdout } = await toolrisk('import', 'registry', '--registry', url, '--json');
    registry.closeAllConnections();
    registry.close();
    expect(JSON.parse(stdout)).toMatchObject({ servers: 1, known: 1, entries: 1, resumed: false });
    expect(status).toBe(0);
    expect(readFileSync(join(place, 'data/registry/entries.jsonl'), 'utf8')).toBe(
      `${JSON.stringify(servers[0])}\n`,
    );
    expect(readListings(join(place, 'data/listings/registry.jsonl')).map(({ id }) => id)).toEqual([
      'io-zoo-a',
    ]);
  });

  test.each([
    [
      ['client', 'nowhere.json'],
      /^toolrisk: nowhere\.json: it cannot be read: there is no such file or folder\.\n$/,
    ],
    [['mcpb', 'nowhere.mcpb'], /^toolrisk: nowhere\.mcpb: it is no usable bundle: there is no such file/],
    [['registry', '--registry', 'ftp://x'], /^toolrisk: ftp:\/\/x is not the address of a registry\.\n$/],
  ])('%j explains itself', async (words, message) => {
    const { status, stderr } = await toolrisk('import', ...words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test('has help with examples for each of its kinds', async () => {
    for (const kind of [[], ['registry'], ['client'], ['mcpb']])
      expect((await toolrisk('import', ...kind, '--help')).stdout).toMatch(/Examples:\n {2}toolrisk import/);
  });

  test('refuses listings that are not', async () => {
    writeFileSync(join(place, 'bad.jsonl'), '{"id":"a"}\n');
    const { status, stderr } = await toolrisk('crawl', '--listings', 'bad.jsonl', '--db', 'all.db');
    expect(stderr).toMatch(/^toolrisk: bad\.jsonl, line 1, name: /);
    expect(status).toBe(2);
  });
});
