// Says between its pages that its list has changed.
import { send, serve, tool } from './protocol.ts';

serve({
  list: (params) => {
    send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    return params?.['cursor'] === undefined
      ? { tools: [tool('before')], nextCursor: 'next' }
      : { tools: [tool('after')] };
  },
});
