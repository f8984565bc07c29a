// An empty string is a cursor like any other.
import { serve, tool } from './protocol.ts';

serve({
  list: (params) =>
    params?.['cursor'] === '' ? { tools: [tool('second')] } : { tools: [tool('first')], nextCursor: '' },
});
