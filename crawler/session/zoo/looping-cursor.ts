// Its second page leads back to the first.
import { serve, tool } from './protocol.ts';

serve({
  list: (params) =>
    params?.['cursor'] === 'b'
      ? { tools: [tool('second')], nextCursor: 'a' }
      : { tools: [tool(params?.['cursor'] === 'a' ? 'third' : 'first')], nextCursor: 'b' },
});
