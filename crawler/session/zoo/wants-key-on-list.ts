import { RpcError, serve } from './protocol.ts';

serve({
  list: () => {
    throw new RpcError(-32000, 'Unauthorized: an API token must be provided');
  },
});
