import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../catalogue/vocabulary.ts';
import { crawlServer } from '../../crawl.ts';
import { listingOfTarget } from '../../listings/target.ts';
import { podman } from '../podman.ts';
import { allowedHost } from './allowed-hosts.ts';
import { startProxy, type FilteringProxy } from './proxy.ts';

/** Loopback, but not the address that programs leave their proxy out for. */
const LOOPBACK = '127.0.0.2';
const ZOO = fileURLToPath(new URL('../../session/zoo', import.meta.url));

let place: string;
let host: Server;
let port: number;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-proxy-test-'));
  host = createServer((incoming, outgoing) => {
    if (incoming.url === '/large') return void outgoing.end(Buffer.alloc(80 * 2 ** 20));
    outgoing.end(`${incoming.method} ${incoming.url} for ${incoming.headers.host}`);
  });
  host.listen(0);
  await once(host, 'listening');
  port = (host.address() as AddressInfo).port;
});
afterAll(() => {
  host.closeAllConnections();
  host.close();
  rmSync(place, { recursive: true, force: true });
});

test('a host is meant at port 443 unless it is said otherwise', () => {
  expect([allowedHost('api.example.com'), allowedHost('localhost:81')]).toEqual([
    { host: 'api.example.com', port: 443 },
    { host: 'localhost', port: 81 },
  ]);
  for (const bad of [
    '',
    'https://a.example',
    'a.example/',
    '*.example',
    'A.example',
    'a b',
    '[::1]:1',
    'a:0',
  ])
    expect(() => allowedHost(bad)).toThrow(RangeError);
});

describe('the proxy', () => {
  const proxies: FilteringProxy[] = [];
  let socket: string;
  const open = async (hosts: string[] | 'every', allowPrivate = true) => {
    socket = join(place, `socket-${proxies.length}`);
    const proxy = await startProxy(socket, { hosts, allowPrivate });
    proxies.push(proxy);
    return proxy;
  };
  afterEach(async () => {
    for (const proxy of proxies) await proxy.close().catch(() => undefined);
  });

  const plain = async (address: string, method = 'GET') => {
    const asked = request({
      socketPath: socket,
      path: address,
      method,
      headers: { 'proxy-connection': 'x' },
    });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, body: await text(answer) };
  };
  const tunnelTo = async (target: string) => {
    const asked = request({ socketPath: socket, path: target, method: 'CONNECT' });
    asked.end();
    const [answer, stream] = (await once(asked, 'connect')) as [IncomingMessage, Socket];
    return { status: answer.statusCode, stream };
  };

  test('passes on plain requests and tunnels to a host that is named', async () => {
    const proxy = await open([`${LOOPBACK}:${port}`, `localhost:${port}`]);
    expect(await plain(`http://${LOOPBACK}:${port}/a?b=c`, 'POST')).toEqual({
      status: 200,
      body: `POST /a?b=c for ${LOOPBACK}:${port}`,
    });
    const { status, stream } = await tunnelTo(`localhost:${port}`);
    stream.end('GET /tunnel HTTP/1.0\r\n\r\n');
    expect({ status, body: await text(stream) }).toEqual({
      status: 200,
      body: expect.stringContaining('GET /tunnel for undefined') as string,
    });
    expect(proxy.refused()).toEqual([]);
  });

  test('refuses a host, and a port, that is not named, and remembers which', async () => {
    const proxy = await open([`${LOOPBACK}:${port}`, 'other.example']);
    expect((await plain(`http://localhost:${port}/`)).status).toBe(403);
    expect((await plain('http://other.example/')).status).toBe(403);
    expect((await tunnelTo(`${LOOPBACK}:22`)).status).toBe(403);
    expect((await tunnelTo(`${LOOPBACK}:22`)).status).toBe(403);
    expect(proxy.refused()).toEqual([`localhost:${port}`, 'other.example:80', `${LOOPBACK}:22`]);
  });

  test('passes on to every public host where all are named, at the ports of the web and of no other service', async () => {
    const proxy = await open('every');
    expect((await plain(`http://${LOOPBACK}:${port}/`)).status).toBe(200);
    for (const service of [22, 25, 445]) expect((await tunnelTo(`${LOOPBACK}:${service}`)).status).toBe(403);
    await open('every', false);
    expect((await plain(`http://${LOOPBACK}:${port}/`)).status).toBe(403);
    expect(proxy.refused()).toEqual([`${LOOPBACK}:22`, `${LOOPBACK}:25`, `${LOOPBACK}:445`]);
  });

  test.each([
    ['an address', `${LOOPBACK}:PORT`, 403],
    ['a name that leads to one', 'localhost:PORT', 502],
    ['the metadata address', '169.254.169.254:80', 403],
  ])('refuses what is not public even when it is named: %s', async (_name, named, status) => {
    const target = named.replace('PORT', String(port));
    const proxy = await open([target], false);
    expect((await tunnelTo(target)).status).toBe(status);
    expect((await plain(`http://${target}/`)).status).toBe(status);
    expect(proxy.refused()).toEqual([target]);
  });

  test('refuses what is no request to a proxy', async () => {
    await open([`${LOOPBACK}:${port}`]);
    expect((await plain('/')).status).toBe(400);
    expect((await plain('ftp://a.example/')).status).toBe(400);
    expect((await tunnelTo('a.example')).status).toBe(400);
  });

  test('passes on no more than 64 MiB', async () => {
    await open([`${LOOPBACK}:${port}`]);
    await expect(plain(`http://${LOOPBACK}:${port}/large`)).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    expect((await plain(`http://${LOOPBACK}:${port}/`)).status).toBe(403);
  });

  test('ends its connections with itself', async () => {
    const proxy = await open([`${LOOPBACK}:${port}`]);
    const { stream } = await tunnelTo(`${LOOPBACK}:${port}`);
    const closed = once(stream, 'close');
    await proxy.close();
    await closed;
  });
});

describe('a server with a listed network', () => {
  const crawl = (network: string[] | undefined, addresses: string[], allowPrivate = true) => {
    const listing = listingOfTarget(undefined, ['node', join(ZOO, 'reaches-hosts.ts'), ...addresses]);
    const options = { cache: place, folder: ZOO, timeoutMs: 90_000, allowPrivate };
    const sandbox: Sandbox = 'bubblewrap';
    return crawlServer({ ...listing, ...(network && { network }) }, { ...options, sandbox });
  };

  test('reaches what is named, and nothing else', async () => {
    const [named, other] = [`http://${LOOPBACK}:${port}/`, `http://127.0.0.3:${port}/`];
    const { outcome, tools, launch } = await crawl([`${LOOPBACK}:${port}`], [named, other]);
    expect({ outcome, network: launch.network }).toEqual({
      outcome: 'listed',
      network: [`${LOOPBACK}:${port}`],
    });
    expect(JSON.parse(tools[0]?.definition.description ?? '{}')).toEqual({
      [named]: `GET / for ${LOOPBACK}:${port}`,
      [other]: expect.stringMatching(/^failed: /) as string,
      directly: 'failed: ECONNREFUSED',
    });
  });

  test('that cannot reach a private address is told so', async () => {
    const found = await crawl([`${LOOPBACK}:${port}`], [`http://${LOOPBACK}:${port}/`], false);
    expect(found.outcome).toBe('exited');
    expect(found.detail).toContain(`It could not reach ${LOOPBACK}:${port}.`);
  });

  test('has none where none is listed', async () => {
    const found = await crawl(undefined, [`http://${LOOPBACK}:${port}/`]);
    expect({ outcome: found.outcome, network: found.launch.network }).toEqual({
      outcome: 'exited',
      network: undefined,
    });
  });

  test('is not run in a container, which could give it all of a network', () => {
    const command = { entry: ['{node}'], args: [], env: {}, readable: [] };
    expect(podman.refuses?.({ ...command, network: ['a.example'] })).toMatch(/only bubblewrap/);
    expect(podman.refuses?.(command)).toBeUndefined();
  });
});
