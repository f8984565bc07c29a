// A schema 10,000 levels deep, beside one that refers to itself and one that refers to an address.
import { send, serve, SILENT, tool } from './protocol.ts';

const deep = `${'{"properties":{"a":'.repeat(10_000)}{}${'}}'.repeat(10_000)}`;
const others = [
  tool('cyclic', { inputSchema: { type: 'object', $ref: '#' } }),
  tool('remote', { inputSchema: { type: 'object', $ref: 'http://127.0.0.1:1/schema.json' } }),
];
serve({
  list: (_params, id) => {
    const tools = [`{"name":"deep","inputSchema":${deep}}`, ...others.map((other) => JSON.stringify(other))];
    send(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"tools":[${tools.join(',')}]}}`);
    return SILENT;
  },
});
