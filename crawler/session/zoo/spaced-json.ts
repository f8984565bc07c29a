// Numbers, spaces and members that parsing and writing again would change.
import { send, serve, SILENT } from './protocol.ts';

serve({
  list: (_params, id) => {
    const tool =
      '{ "name" : "exact",  "inputSchema":{"type":"object","maximum":1.0,"x":1e2}, "x-vendor" : [ "\\u0041" ] }';
    send(`{"jsonrpc":"2.0", "result" : { "tools" : [ ${tool} ] },"id":${JSON.stringify(id)}}`);
    return SILENT;
  },
});
