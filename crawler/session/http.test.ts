import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { ask, endServers, INTRODUCTION, proper, serveHttp, type Answer } from './test-http.ts';

afterEach(endServers);

describe('a remote server', () => {
  test('lists its pages, names us, and has its session closed', async () => {
    const seen: string[] = [];
    const url = await serveHttp(
      proper(
        ({ params }) =>
          params?.cursor === undefined
            ? { tools: [{ name: 'a', inputSchema: {} }], nextCursor: '2' }
            : { tools: [{ name: 'b', description: null, inputSchema: {} }, { name: 3 }] },
        seen,
      ),
    );
    const { outcome, tools, quarantined, launch, protocolVersion } = await ask(url);
    expect({
      outcome,
      names: tools.map(({ definition }) => definition.name),
      bad: quarantined.length,
    }).toEqual({
      outcome: 'listed-partly',
      names: ['a', 'b'],
      bad: 1,
    });
    expect(launch.transport).toBe('streamable-http');
    expect(protocolVersion).toBe('2025-11-25');
    expect(seen).toContain('DELETE  session-1');
  });

  test('may answer with a stream of events', async () => {
    const url = await serveHttp(
      proper((rpc, response) => {
        const result = { tools: [{ name: 'streamed', inputSchema: {} }] };
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id: rpc.id, result })}\n\n`);
        return undefined;
      }),
    );
    expect((await ask(url)).tools.map(({ definition }) => definition.name)).toEqual(['streamed']);
  });

  test.each<[how: string, type: string, framed: (text: string) => string]>([
    ['as JSON', 'application/json', (text) => text],
    [
      'as an event',
      'text/event-stream; charset=utf-8',
      (text) =>
        `:noise\ndata: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\ndata: ${text}\n\n`,
    ],
    [
      'over several lines',
      'text/event-stream',
      (text) => `data:${text.replaceAll(',', ',\r\ndata: ')}\r\n\r\n`,
    ],
  ])('that answers %s has its tools kept as it wrote them', async (_how, type, framed) => {
    const tool = '{ "name":"exact", "inputSchema":{"maximum":1.0,"x":1e2}, "x-vendor":[ "\\u0041" ] }';
    const url = await serveHttp(
      proper((rpc, response) => {
        const text = `{"jsonrpc":"2.0","id":${rpc.id},"result":{ "tools":[ ${tool} ] }}`;
        response.writeHead(200, { 'content-type': type }).end(framed(text));
        return undefined;
      }),
    );
    const { tools } = await ask(url);
    expect(tools.map(({ raw }) => raw.replaceAll('\n', ''))).toEqual([tool]);
  });

  test('that tells another answer beside the one that was asked for is heard for that alone', async () => {
    const list = (id: number | undefined, name: string) =>
      JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [{ name, inputSchema: {} }] } });
    const url = await serveHttp(
      proper((rpc, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${list(rpc.id, 'asked')}\n\ndata: ${list(999, 'other')}\n\n`);
        return undefined;
      }),
    );
    expect((await ask(url)).tools.map(({ raw }) => raw)).toEqual(['{"name":"asked","inputSchema":{}}']);
  });

  test('may speak the older transport, and has its tools kept as it wrote them', async () => {
    const tool = '{ "name":"older", "inputSchema":{"maximum":1.0} }';
    let stream: ServerResponse | undefined;
    const url = await serveHttp((request, response, rpc) => {
      if (request.method === 'GET') {
        stream = response;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        return void response.write('event: endpoint\ndata: /messages\n\n');
      }
      if (request.url === '/mcp') return void response.writeHead(405).end();
      if (rpc.id === undefined) return void response.writeHead(202).end();
      const result = rpc.method === 'initialize' ? JSON.stringify(INTRODUCTION) : `{"tools":[ ${tool} ]}`;
      const answer = `{"jsonrpc":"2.0","id":${JSON.stringify(rpc.id)},"result":${result}}`;
      // The answer may be there before the request is said to be received.
      stream?.write(`event: message\ndata: ${answer}\n\n`, () => response.writeHead(202).end());
    });
    const { outcome, tools, launch } = await ask(url);
    expect({ outcome, tools: tools.map(({ raw }) => raw), transport: launch.transport }).toEqual({
      outcome: 'listed',
      tools: [tool],
      transport: 'sse',
    });
  });

  const text = (status: number, headers: Record<string, string> = {}): Answer => {
    return (_request, response) => void response.writeHead(status, headers).end('no');
  };
  const refusals: [what: string, answer: Answer, outcome: Outcome, detail: RegExp][] = [
    ['401', text(401, { 'www-authenticate': 'Bearer' }), 'needs-login', /401/],
    ['403', text(403), 'needs-credentials', /403/],
    ['429', text(429, { 'retry-after': '60' }), 'rate-limited', /429/],
    ['a redirect', text(302, { location: 'http://169.254.169.254/' }), 'unreachable', /redirects/],
    ['an error of its own', text(503), 'unreachable', /503/],
    ['a page', text(200, { 'content-type': 'text/html' }), 'not-mcp', /text\/html/],
    ['nothing of the kind', text(404), 'not-mcp', /404/],
    [
      'a gzip bomb',
      (_request, response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(2 ** 24))),
      'not-mcp',
      /compressed/,
    ],
    [
      'a body without end',
      proper((_rpc, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const block = 'x'.repeat(2 ** 20);
        const write = () => {
          while (!response.destroyed && response.write(block));
        };
        response.on('drain', write);
        write();
        return undefined;
      }),
      'too-large',
      /more than 67108864 bytes/,
    ],
  ];
  test.each(refusals)('that answers with %s is recorded so', async (_what, answer, outcome, detail) => {
    const observation = await ask(await serveHttp(answer));
    expect({ outcome: observation.outcome, detail: observation.detail }).toEqual({
      outcome,
      detail: expect.stringMatching(detail) as string,
    });
  });

  test('that never answers is timed out', async () => {
    const url = await serveHttp(() => undefined);
    expect((await ask(url, { timeoutMs: 1500 })).outcome).toBe('timed-out');
  });

  test('that nobody runs is unreachable', async () => {
    expect((await ask('http://127.0.0.1:1/mcp')).outcome).toBe('unreachable');
  });
});

describe('an address', () => {
  test.each([
    ['http://127.0.0.1:1/mcp', /not a public address/],
    ['http://[::1]:1/mcp', /not a public address/],
    ['http://0x7f.1:1/mcp', /not a public address/],
    ['http://169.254.169.254/mcp', /not a public address/],
    ['http://localhost:1/mcp', /not public/],
  ])('%s is not asked', async (url, detail) => {
    const observation = await ask(url, { allowPrivate: false });
    expect(observation.outcome).toBe('refused-by-policy');
    expect(observation.detail).toMatch(detail);
  });

  test('with a placeholder in it is not asked', async () => {
    expect((await ask('https://{tenant}.example.com/mcp')).outcome).toBe('unexpanded-template');
  });

  test('is asked only when remote servers are to be', async () => {
    expect((await ask('http://127.0.0.1:1/mcp', { remote: false })).outcome).toBe('not-crawled');
  });
});
