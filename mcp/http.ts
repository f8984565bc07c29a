/** The server over streamable HTTP, on this machine only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/** No question is longer than this, in bytes. */
const LONGEST_BODY = 1024 * 1024;

/**
 * Serves `/mcp` on a loopback port, statelessly: every request has a server of its own. Requests whose Host or
 * Origin is not this machine are refused, so that no web page reaches it by a name that resolves here.
 * @param port 0 for any free one
 */
export async function serveHttp(
  serverFor: () => McpServer,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const http = createServer((request, response) => void respond(serverFor, request, response));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, close: () => close(http) };
}

async function respond(
  serverFor: () => McpServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocal(request)) return refuse(response, 403, 'Only clients of this machine are answered.');
  if (new URL(request.url ?? '/', 'http://local').pathname !== '/mcp')
    return refuse(response, 404, 'Ask /mcp.');
  if (request.method !== 'POST') return refuse(response, 405, 'Send a POST: nothing is pushed.');
  if (Number(request.headers['content-length'] ?? Infinity) > LONGEST_BODY)
    return refuse(response, 413, 'A question has at most 1 MiB and says how long it is.');
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = serverFor();
  response.on('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

const LOCAL = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

function isLocal({ headers: { host, origin } }: IncomingMessage): boolean {
  return LOCAL.test(host ?? '') && (origin === undefined || LOCAL.test(origin.replace(/^https?:\/\//, '')));
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
}

function close(http: Server): Promise<void> {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}
