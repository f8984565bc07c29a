/** Remote servers on loopback, for tests. */
import { createServer as createTlsServer } from 'node:https';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Listing, Observation } from '../../catalogue/records.ts';
import { crawlServer } from '../crawl.ts';

export type Rpc = { id?: number; method?: string; params?: { cursor?: string } };
export type Answer = (request: IncomingMessage, response: ServerResponse, rpc: Rpc) => void;

const servers: Server[] = [];

/** Ends what `serveHttp` began; for `afterEach`. */
export function endServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/**
 * A server on loopback that answers POSTed JSON-RPC with `answer`; its address.
 * @param tls a key and a certificate, for a server of https
 */
export async function serveHttp(answer: Answer, tls?: { key: string; cert: string }): Promise<string> {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, response, body === '' ? {} : (JSON.parse(body) as Rpc)));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

/** Crawls the remote server at `url`. */
export function ask(
  url: string,
  more: Partial<Parameters<typeof crawlServer>[1]> = {},
  how: Partial<Listing> = {},
): Promise<Observation> {
  const listing: Listing = {
    id: 'remote',
    name: 'Remote',
    summary: 'A remote server.',
    publisher: 'Toolrisk',
    tier: 'core',
    source: { type: 'remote', url },
    arguments: [],
    placeholderArguments: [],
    environment: [],
    ...how,
  };
  return crawlServer(listing, {
    cache: '/nonexistent',
    sandbox: 'none',
    remote: true,
    allowPrivate: true,
    timeoutMs: 60_000,
    ...more,
  });
}

/** Answers with a JSON value. */
export const json = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}) =>
  void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

export const INTRODUCTION = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'remote', version: '1' },
};

/** A proper server, in JSON or as a stream of events, whose list `list` answers. */
export function proper(list: (rpc: Rpc, response: ServerResponse) => unknown, seen: string[] = []): Answer {
  return (request, response, rpc) => {
    seen.push(
      `${request.method} ${rpc.method ?? ''} ${String(request.headers['mcp-session-id'] ?? '')}`.trim(),
    );
    if (request.method !== 'POST')
      return void response.writeHead(request.method === 'DELETE' ? 200 : 405).end();
    if (rpc.id === undefined) return void response.writeHead(202).end();
    const headers = { 'mcp-session-id': 'session-1' };
    if (rpc.method === 'initialize')
      return json(response, { jsonrpc: '2.0', id: rpc.id, result: INTRODUCTION }, headers);
    const result = list(rpc, response);
    if (result !== undefined) json(response, { jsonrpc: '2.0', id: rpc.id, result });
  };
}
