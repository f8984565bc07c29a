import { serve, tool } from './protocol.ts';

serve({
  list: () => ({ tools: [tool('twin', { description: 'The first.' }), tool('twin'), tool('single')] }),
});
