import { send, serve, tool } from './protocol.ts';

serve({
  list: () => {
    for (let line = 0; line < 10_000; line++)
      send({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: line } });
    return { tools: [tool('flooding')] };
  },
});
