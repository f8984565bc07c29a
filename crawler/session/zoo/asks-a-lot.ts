// Asks its client for roots, a sample and an answer of its user before it lists, and pings.
import { send, serve, SILENT, tool } from './protocol.ts';

const said: string[] = [];
let listId: number | string | undefined;
const METHODS = ['ping', 'roots/list', 'sampling/createMessage', 'elicitation/create'];
serve({
  list: (_params, id) => {
    listId = id;
    send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    for (const method of METHODS) send({ jsonrpc: '2.0', id: `own-${method}`, method, params: {} });
    return SILENT;
  },
  answered: (message) => {
    said.push(`${String(message.id)} ${'result' in message ? JSON.stringify(message.result) : 'error'}`);
    if (said.length === METHODS.length)
      send({
        jsonrpc: '2.0',
        id: listId,
        result: { tools: [tool('asked', { description: said.sort().join('; ') })] },
      });
  },
});
