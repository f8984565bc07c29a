// Speaks only a protocol version in which there is no initialize.
import { RpcError, serve } from './protocol.ts';

serve({
  initialize: () => {
    throw new RpcError(-32601, 'Method not found');
  },
});
