/**
 * Any number of remote MCP servers on one loopback port, a path each, in a process of its own. Prints its address.
 * Every server lists twelve tools of its own, the same whenever it is asked.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { syntheticRow } from './definitions.ts';

export const TOOLS_PER_SERVER = 12;

/** The definitions of one server's tools. */
export function toolsOf(server: number): ToolDefinition[] {
  return Array.from({ length: TOOLS_PER_SERVER }, (_, i) => {
    const { server: _server, ...definition } = JSON.parse(
      syntheticRow(server * TOOLS_PER_SERVER + i),
    ) as ToolDefinition & {
      server: string;
    };
    return definition;
  });
}

const INTRODUCTION = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'simulated', version: '1.0.0' },
};

function resultOf(method: string | undefined, server: number): unknown {
  if (method === 'initialize') return INTRODUCTION;
  return method === 'tools/list' ? { tools: toolsOf(server) } : {};
}

function serve(): void {
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { id, method } = body === '' ? {} : (JSON.parse(body) as { id?: number; method?: string });
      if (request.method === 'GET') return void response.writeHead(405).end();
      if (id === undefined) return void response.writeHead(202).end();
      const result = resultOf(method, Number(request.url?.slice(1)));
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'simulated' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  http.keepAliveTimeout = 60_000;
  http.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
}

if (import.meta.main) serve();
