import { introduction, RpcError, serve } from './protocol.ts';

serve({
  initialize: () => introduction({ capabilities: { prompts: {} } }),
  list: () => {
    throw new RpcError(-32601, 'Method not found');
  },
});
