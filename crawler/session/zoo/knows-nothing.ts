// Answers every request with an error: it speaks no version of the protocol.
import { RpcError, serve } from './protocol.ts';

const refuse = () => {
  throw new RpcError(-32601, 'Method not found');
};
serve({ initialize: refuse, discover: refuse, list: refuse });
