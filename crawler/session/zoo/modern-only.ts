// Speaks only protocol version 2026-07-28, in which there is no initialize, and tells how it was asked.
import { RpcError, serve, tool } from './protocol.ts';

const complete = (more: object) => ({ resultType: 'complete', ttlMs: 0, cacheScope: 'public', ...more });

serve({
  initialize: () => {
    throw new RpcError(-32601, 'Method not found');
  },
  discover: () =>
    complete({
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {}, prompts: {} },
      serverInfo: { name: 'modern', version: '3.0.0' },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'modern', version: '3.0.0' } },
    }),
  list: (params) =>
    complete({
      ttlMs: 300_000,
      tools: [
        tool('modern', { description: String(Object.keys(params?.['_meta'] ?? {}).sort()) }),
        { name: 'bad', inputSchema: 'none' },
      ],
    }),
  prompts: () => complete({ prompts: [{ name: 'greet' }] }),
});
