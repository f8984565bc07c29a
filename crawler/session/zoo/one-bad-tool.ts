import { serve, tool } from './protocol.ts';

serve({
  list: () => ({
    tools: [
      tool('good'),
      { name: 'bad-schema', inputSchema: 'not a schema' },
      { name: 7 },
      'not even an object',
      null,
      { name: 'bad-annotations', annotations: [] },
      tool('also-good'),
    ],
  }),
});
