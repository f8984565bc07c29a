/** `toolrisk mcp`, asked by the SDK's own client over standard input and output and over HTTP. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { classify } from '../../classifier/index.ts';
import { makeSampleCatalogue } from '../site/sample-catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-mcp-'));
const db = join(folder, 'catalogue.db');
const PROGRAM = 'scripts/toolrisk.ts';

async function connected(file: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '0' });
  const args = [PROGRAM, 'mcp', '--db', file];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }));
  return client;
}

let client: Client;
beforeAll(async () => {
  makeSampleCatalogue(db);
  client = await connected(db);
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An answer whose shape the client has checked already. */
type Answer = ReturnType<typeof JSON.parse>;

/** The structured answer of a tool; the client checks it against the schema that the tool declares. */
async function ask(name: string, args: object, of: Client = client): Promise<Answer> {
  const result = await of.callTool({ name, arguments: { ...args } });
  if (result.isError) return { error: (result.content as { text: string }[])[0]!.text };
  const [{ text }] = result.content as [{ text: string }];
  expect(JSON.parse(text)).toEqual(result.structuredContent);
  return result.structuredContent;
}

describe('its own tools', () => {
  it('are all Read and Low to its own classifier, and say so honestly', async () => {
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(6);
    for (const tool of tools) {
      const { category, riskLevel } = classify(tool as unknown as ToolDefinition);
      expect([tool.name, category, riskLevel]).toEqual([tool.name, 'Read', 'Low']);
      expect(tool.annotations).toMatchObject({
        readOnlyHint: true,
        destructiveHint: false,
        openWorldHint: false,
      });
      expect(tool.outputSchema).toBeDefined();
    }
  });
});

describe('check_server', () => {
  it('shows a server with its riskiest tools first, page by page', async () => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ask('check_server', { server: 'nursery', limit: 25, cursor });
      expect(answer.server).toMatchObject({
        id: 'nursery',
        tools: 60,
        lastOutcome: 'listed',
        toolsFrom: 'observed',
      });
      expect(answer.tools.length).toBeLessThanOrEqual(25);
      names.push(...answer.tools.map(({ tool }: { tool: string }) => tool));
      cursor = answer.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(names).size).toBe(60);
  });

  it('knows a server by its package too, and what no crawl has seen', async () => {
    expect((await ask('check_server', { server: 'npm:@example/orchard' })).server.id).toBe('orchard');
    expect((await ask('check_server', { server: '@example/orchard' })).server.id).toBe('orchard');
    const never = (await ask('check_server', { server: 'uncrawled' })).server;
    expect(never).toMatchObject({ grade: null, lastOutcome: 'not-crawled', toolsFrom: null });
  });

  it('says of an unknown server that nothing is known, in visible characters', async () => {
    const { error } = await ask('check_server', { server: 'evil\u202e' });
    expect(error).toMatch(/^The catalogue has no server "evil⟨U\+202E⟩": nothing is known of it/);
  });
});

describe('texts that servers wrote', () => {
  it('are cut, marked as untrusted and made visible', async () => {
    const { tools } = await ask('check_server', { server: 'hostile', limit: 100 });
    for (const { name } of tools) {
      expect(Object.keys(name)).toEqual(['untrusted']);
      expect(name.untrusted.length).toBeLessThan(400);
      expect(name.untrusted).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    }
    const { evidence } = await ask('check_tool', { server: 'hostile', tool: 'weather_tip' });
    expect(evidence.length).toBeGreaterThan(0);
    expect(evidence.every(({ quote }: { quote: object }) => 'untrusted' in quote)).toBe(true);
  });
});

describe('check_tool', () => {
  it('gives the verdict, what it rests on and what to do', async () => {
    const [worst] = (await ask('check_server', { server: 'orchard', limit: 1 })).tools;
    const answer = await ask('check_tool', { server: 'orchard', tool: worst.tool });
    expect(answer.verdict).toEqual(worst);
    expect(answer.recommended.action).not.toBe('allow');
    expect(answer.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(answer).toEqual(await ask('check_tool', { server: 'orchard', tool: worst.name.untrusted }));
  });

  it('says of an unknown tool where to look', async () => {
    expect((await ask('check_tool', { server: 'orchard', tool: 'nope' })).error).toContain(
      'check_server lists those',
    );
  });
});

describe('search_catalogue', () => {
  it('finds tools by words of their own and their server’s name, by category and by level', async () => {
    const { tools } = await ask('search_catalogue', { words: 'NURSERY delete', limit: 100 });
    expect(tools.length).toBeGreaterThan(0);
    expect(tools.every(({ server, tool }: Answer) => server === 'nursery' && tool.includes('delete'))).toBe(
      true,
    );
    const critical = await ask('search_catalogue', { words: 'e', minimumRisk: 'Critical', limit: 100 });
    expect(new Set(critical.tools.map(({ riskLevel }: Answer) => riskLevel))).toEqual(new Set(['Critical']));
    const reads = await ask('search_catalogue', { words: 'e', category: 'Read', limit: 100 });
    expect(new Set(reads.tools.map(({ category }: Answer) => category))).toEqual(new Set(['Read']));
  });

  it('takes no word for a pattern', async () => {
    expect((await ask('search_catalogue', { words: '%' })).tools).toEqual([]);
  });
});

describe('check_stack', () => {
  it('names what is toxic together, and what is unknown', async () => {
    const answer = await ask('check_stack', {
      servers: ['orchard', '@example/orchard', 'hostile', 'nobody'],
    });
    expect(answer.servers.map(({ id }: Answer) => id)).toEqual(['orchard', 'hostile']);
    expect(answer.unknown).toEqual([{ untrusted: 'nobody' }]);
    for (const { parts } of answer.toxicCombinations)
      for (const { tools } of parts) expect(tools.length).toBeGreaterThan(0);
  });
});

describe('recommend_policy', () => {
  it('gives the file that `toolrisk policy` prints', async () => {
    const { file, filename } = await ask('recommend_policy', { server: 'orchard' });
    const printed = spawn(process.execPath, [PROGRAM, 'policy', '--server', 'orchard', '--db', db]);
    let text = '';
    printed.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(printed, 'close');
    expect(file).toBe(text);
    expect(filename).toBe('policy.json');
  });

  it('denies a server of which no tool is known', async () => {
    expect((await ask('recommend_policy', { server: 'beehive' })).error).toContain('deny it whole');
  });
});

describe('list_changes', () => {
  it('lists what the latest crawl found, or what one server went through', async () => {
    expect((await ask('list_changes', {})).changes).toEqual(expect.any(Array));
    expect((await ask('list_changes', { server: 'orchard' })).changes).toEqual(expect.any(Array));
    expect((await ask('list_changes', { run: 99 })).error).toBe('The catalogue has no crawl number 99.');
  });
});

describe('resources', () => {
  it('are the servers’ records', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('toolrisk://servers/orchard');
    const { contents } = await client.readResource({ uri: 'toolrisk://servers/orchard' });
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({ id: 'orchard' });
  });
});

it('answers without a catalogue that there is none, and still says what it could do', async () => {
  const poor = await connected(join(folder, 'none.db'));
  expect((await poor.listTools()).tools).toHaveLength(6);
  expect((await ask('check_server', { server: 'x' }, poor)).error).toMatch(/^There is no catalogue at /);
  await poor.close();
});

describe('over HTTP', () => {
  let child: ChildProcess;
  let url: URL;
  beforeAll(async () => {
    child = spawn(process.execPath, [PROGRAM, 'mcp', '--db', db, '--http', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said] = (await once(child.stderr!, 'data')) as [Buffer];
    url = new URL(/http:\S+\/mcp/.exec(said.toString())![0]);
  });
  afterAll(async () => {
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
  });

  it('answers the SDK’s client', async () => {
    const remote = new Client({ name: 'test', version: '0' });
    await remote.connect(new StreamableHTTPClientTransport(url));
    expect((await ask('check_server', { server: 'orchard' }, remote)).server.id).toBe('orchard');
    await remote.close();
  });

  const status = (options: { method?: string; path?: string; headers?: Record<string, string> }) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });

  it.each([
    ['a name that resolves here', { headers: { host: 'rebound.example' } }, 403],
    ['a web page', { headers: { origin: 'https://page.example' } }, 403],
    ['another address', { path: '/' }, 404],
    ['a request for pushed messages', { method: 'GET' }, 405],
    ['a body of unknown or great length', { method: 'POST', headers: { 'content-length': '9999999' } }, 413],
  ])('refuses %s', async (_, options, wanted) => expect(await status(options)).toBe(wanted));
});
