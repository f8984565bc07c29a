// What a server in another language writes when it does not ask its JSON library to be strict.
import { send, serve, SILENT } from './protocol.ts';

serve({
  list: (_params, id) => {
    send(
      `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"tools":[{"name":"a","inputSchema":{"maximum":NaN}}]}}`,
    );
    return SILENT;
  },
});
