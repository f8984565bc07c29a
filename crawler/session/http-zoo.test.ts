import { afterEach, describe, expect, test } from 'vitest';
import type { Listing } from '../../catalogue/records.ts';
import { crawlServers } from '../crawl.ts';
import { redirectRefusal } from './guarded-fetch.ts';
import { hostGate } from './host-gate.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { selfSigned } from './test-certificate.ts';
import { ask, endServers, INTRODUCTION, json, proper, serveHttp, type Answer } from './test-http.ts';

afterEach(endServers);

const plainList = () => ({ tools: [{ name: 'plain', inputSchema: { type: 'object' } }] });
const listed = (found: { tools: { definition: { name: string } }[] }) =>
  found.tools.map((tool) => tool.definition.name);

describe('a remote server that misbehaves', () => {
  test('with a body of 200 MB is left long before its end', async () => {
    let sent = 0;
    const url = await serveHttp(
      proper((_rpc, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 200 * 2 ** 20 });
        const block = Buffer.alloc(2 ** 20, 'x');
        const write = () => {
          while (!response.destroyed && sent < 200 * 2 ** 20) {
            sent += block.length;
            if (!response.write(block)) return;
          }
        };
        response.on('drain', write);
        write();
        return undefined;
      }),
    );
    expect(await ask(url)).toMatchObject({ outcome: 'too-large', tools: [] });
    expect(sent).toBeLessThan(100 * 2 ** 20);
  });

  test('by a list of a wrong type is not MCP', async () => {
    const url = await serveHttp(
      proper((_rpc, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' }).end('tools');
        return undefined;
      }),
    );
    expect(await ask(url)).toMatchObject({
      outcome: 'not-mcp',
      detail: expect.stringMatching(/text\/plain/) as string,
    });
  });

  test('by a redirect leads nowhere, be it to its own neighbour', async () => {
    const asked: string[] = [];
    const neighbour = await serveHttp((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const url = await serveHttp(
      (_request, response) => void response.writeHead(307, { location: neighbour }).end(),
    );
    const { outcome, detail } = await ask(url);
    expect({ outcome, detail }).toEqual({
      outcome: 'unreachable',
      detail: `It redirects, which is not followed, to ${neighbour}`,
    });
    expect(asked).toEqual([]);
  });

  test('by a redirect to another path of its own is asked there', async () => {
    const list = proper(plainList);
    const seen: string[] = [];
    const url = await serveHttp((request, response, rpc) => {
      seen.push(`${request.method} ${request.url}`);
      if (request.url !== '/mcp/') return void response.writeHead(307, { location: '/mcp/' }).end();
      list(request, response, rpc);
    });
    const found = await ask(url);
    expect([found.outcome, listed(found)]).toEqual(['listed', ['plain']]);
    expect(seen).toContain('POST /mcp/');
  });

  test('by redirects without end on its own is left', async () => {
    let asked = 0;
    const url = await serveHttp(
      (_request, response) => void response.writeHead(308, { location: `/mcp?${asked++}` }).end(),
    );
    expect(await ask(url)).toMatchObject({
      outcome: 'unreachable',
      detail: expect.stringMatching(/^It redirects, which is not followed/) as string,
    });
    expect(asked).toBeLessThanOrEqual(8);
  });

  test.each([
    ['http://169.254.169.254/latest', '169.254.169.254'],
    ['//[::1]/mcp', '::1'],
    ['http://localhost:8080/', 'localhost'],
  ])('by a redirect to %s is refused', (location, host) => {
    const from = new URL('https://example.com/mcp');
    const answer = { statusCode: 307, headers: { location } };
    const refusal = { kind: 'refused', what: `it redirects to ${host}, which is not a public address` };
    expect(redirectRefusal(answer, from, { allowPrivate: false })).toEqual(refusal);
    expect(redirectRefusal(answer, from, { allowPrivate: true })).toBeUndefined();
    const elsewhere = { statusCode: 307, headers: { location: '/elsewhere' } };
    expect(redirectRefusal(elsewhere, from, { allowPrivate: false })).toBeUndefined();
  });

  test('by no TLS where TLS was listed is unreachable', async () => {
    const url = await serveHttp((_request, response) => void response.end());
    expect((await ask(url.replace('http:', 'https:'))).outcome).toBe('unreachable');
  });

  test('by a certificate that nobody vouches for is unreachable, and is not asked', async () => {
    let asked = 0;
    const url = await serveHttp(() => asked++, selfSigned('127.0.0.1'));
    expect(await ask(url)).toMatchObject({
      outcome: 'unreachable',
      detail: expect.stringMatching(/self-signed certificate/) as string,
    });
    expect(asked).toBe(0);
  });

  test('by schemas that refer to addresses and to themselves is listed, and no address is asked', async () => {
    const paths = new Set<string | undefined>();
    const list = proper(() => {
      const away = { $ref: new URL('/schema.json', url).href };
      const tools = [
        { name: 'away', inputSchema: away },
        { name: 'round', inputSchema: { $ref: '#' } },
      ];
      return { tools };
    });
    const url: string = await serveHttp((request, response, rpc) => {
      paths.add(request.url);
      list(request, response, rpc);
    });
    const found = await ask(url);
    expect([found.outcome, listed(found)]).toEqual(['listed', ['away', 'round']]);
    expect([...paths]).toEqual(['/mcp']);
  });

  test('by a version that nobody knows breaks the protocol', async () => {
    const url = await serveHttp((_request, response, rpc) =>
      json(response, {
        jsonrpc: '2.0',
        id: rpc.id,
        result: { ...INTRODUCTION, protocolVersion: '2199-01-01' },
      }),
    );
    expect(await ask(url)).toMatchObject({ outcome: 'protocol-error' });
  });
});

describe('a remote server of protocol 2026-07-28', () => {
  /** Knows no `initialize`, and refuses it as `refusal` does. */
  const modern =
    (refusal: (rpc: { id?: number }) => { status: number; body: object }): Answer =>
    (request, response, rpc) => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'public' };
      const capabilities = { tools: {} };
      if (rpc.method === 'server/discover') {
        const result = {
          ...complete,
          supportedVersions: ['2026-07-28'],
          capabilities,
          serverInfo: INTRODUCTION.serverInfo,
        };
        return json(response, { jsonrpc: '2.0', id: rpc.id, result });
      }
      if (rpc.method === 'tools/list') {
        const tools = [...plainList().tools, { name: 'bad', description: null, inputSchema: 'none' }];
        return json(response, { jsonrpc: '2.0', id: rpc.id, result: { ...complete, tools } });
      }
      const { status, body } = refusal(rpc);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };

  test.each([
    ['an unknown method', 200, -32601, 'Method not found'],
    ['a status and an unsupported version', 400, -32022, 'Unsupported protocol version'],
    ['a status and an unknown method', 404, -32601, 'Method not found'],
  ])('that answers initialize with %s is asked in it', async (_what, status, code, message) => {
    const url = await serveHttp(
      modern(({ id }) => ({ status, body: { jsonrpc: '2.0', id: id ?? null, error: { code, message } } })),
    );
    const found = await ask(url);
    expect(found).toMatchObject({ outcome: 'listed-partly', protocolVersion: '2026-07-28' });
    expect(listed(found)).toEqual(['plain']);
    expect(found.quarantined.map(({ name }) => name)).toEqual(['bad']);
  });
});

describe('a login', () => {
  const metadata = {
    authorization_servers: ['https://login.example.com'],
    scopes_supported: ['read', 'write'],
  };
  const wants =
    (challenge: (origin: string) => string, place: string, seen: string[] = []): Answer =>
    (request, response) => {
      seen.push(`${request.url} ${request.headers.authorization ?? ''}`.trim());
      if (request.url === place) return json(response, metadata);
      const origin = `http://${request.headers.host}`;
      response.writeHead(401, { 'www-authenticate': challenge(origin) }).end();
    };

  test.each<[where: string, challenge: (origin: string) => string, place: string, scopes: string[]]>([
    [
      'where the challenge says',
      (origin) => `Bearer resource_metadata="${origin}/meta", scope="read"`,
      '/meta',
      ['read'],
    ],
    ['below the path', () => 'Bearer', '/.well-known/oauth-protected-resource/mcp', ['read', 'write']],
    ['at the root', () => 'Bearer', '/.well-known/oauth-protected-resource', ['read', 'write']],
  ])('is recorded with its metadata, found %s', async (_where, challenge, place, scopes) => {
    const url = await serveHttp(wants(challenge, place));
    expect(await ask(url)).toMatchObject({
      outcome: 'needs-login',
      login: {
        resourceMetadata: new URL(place, url).href,
        authorizationServers: ['https://login.example.com'],
        scopes,
      },
    });
  });

  test('whose metadata is elsewhere is recorded, and elsewhere is not asked', async () => {
    const asked: string[] = [];
    const elsewhere = await serveHttp((_request, response) => {
      asked.push('asked');
      response.end('{}');
    });
    const url = await serveHttp(wants(() => `Bearer resource_metadata="${elsewhere}"`, '/none'));
    expect((await ask(url)).login).toEqual({
      resourceMetadata: elsewhere,
      authorizationServers: [],
      scopes: [],
    });
    expect(asked).toEqual([]);
  });

  test('is spared by a token out of the environment, which is named and never shown', async () => {
    const seen: string[] = [];
    const list = proper(plainList);
    const url = await serveHttp((request, response, rpc) => {
      seen.push(String(request.headers.authorization));
      list(request, response, rpc);
    });
    const found = await ask(url, { env: { ZOO_TOKEN: 'hidden-token' } }, { tokenFrom: 'ZOO_TOKEN' });
    expect(found).toMatchObject({ outcome: 'listed', launch: { environmentNames: ['ZOO_TOKEN'] } });
    expect(new Set(seen)).toEqual(new Set(['Bearer hidden-token']));
    expect(JSON.stringify(found)).not.toContain('hidden-token');
  });
});

describe('politeness', () => {
  const busy =
    (headers: Record<string, string>): Answer =>
    (_request, response) =>
      void response.writeHead(429, headers).end();

  test.each([
    [{ 'retry-after': '90' }, 90],
    [{}, undefined],
  ])('a server that answers 429 with %j is left alone, and so is its host', async (headers, seconds) => {
    let asked = 0;
    const url = await serveHttp((request, response, rpc) => {
      asked++;
      busy(headers as Record<string, string>)(request, response, rpc);
    });
    const hosts = hostGate(4, () => new Date(0));
    const found = await ask(url, { hosts, now: () => new Date(0) });
    expect({ outcome: found.outcome, seconds: found.retryAfterSeconds }).toEqual({
      outcome: 'rate-limited',
      seconds,
    });
    expect(await ask(`${url}/other`, { hosts })).toMatchObject({
      outcome: 'rate-limited',
      retryAfterSeconds: seconds ?? 30,
      detail: 'It was not asked: its host asked us to come back later.',
    });
    expect(asked).toBe(1);
  });

  test('no host has more visits at a time than it should', async () => {
    let open = 0;
    let most = 0;
    const list = proper(plainList);
    const url = await serveHttp((request, response, rpc) => {
      if (rpc.method === 'initialize') most = Math.max(most, ++open);
      if (request.method === 'DELETE') open--;
      list(request, response, rpc);
    });
    const listings: Listing[] = Array.from({ length: 12 }, (_, index) => ({
      ...{ id: `s${index}`, name: 'S', summary: 'S.', publisher: 'P', tier: 'core' as const },
      ...{ arguments: [], placeholderArguments: [], environment: [] },
      source: { type: 'remote', url: `${url}?${index}` },
    }));
    const outcomes: string[] = [];
    const options = { cache: '/nonexistent', sandbox: 'none', remote: true, allowPrivate: true } as const;
    await crawlServers(
      listings,
      { ...options, timeoutMs: 60_000, concurrency: 12 },
      { finished: ({ outcome }) => void outcomes.push(outcome) },
    );
    expect(outcomes).toEqual(Array.from({ length: 12 }, () => 'listed'));
    expect(most).toBeLessThanOrEqual(4);
  });

  test('the crawler says who it is', async () => {
    const agents = new Set<string>();
    const list = proper(plainList);
    const url = await serveHttp((request, response, rpc) => {
      agents.add(String(request.headers['user-agent']));
      list(request, response, rpc);
    });
    await ask(url, { clientInfo: { name: 'toolrisk', version: '7' } });
    expect([...agents]).toEqual(['toolrisk/7 (crawler; lists tools and calls none)']);
  });

  test('a server that opted out is not asked', async () => {
    let asked = 0;
    const url = await serveHttp((_request, response) => void response.end(String(asked++)));
    expect(await ask(url, { optOut: () => true })).toMatchObject({ outcome: 'opted-out' });
    expect(asked).toBe(0);
  });

  test.each([
    ['120', 120],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 60],
    ['Wed, 31 Dec 1969 00:00:00 GMT', 0],
    ['99999999999', 604_800],
    ['soon', undefined],
    [undefined, undefined],
  ])('Retry-After %s means %s seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, new Date(0))).toBe(seconds);
  });
});
