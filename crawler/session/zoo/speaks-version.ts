// Speaks exactly the protocol version of its first argument, with prompts, resources and templates.
import { introduction, serve, tool } from './protocol.ts';

const [protocolVersion = ''] = process.argv.slice(2);
const capabilities = { tools: {}, prompts: {}, resources: {} };
const resources = Array.from({ length: 150 }, (_, index) => ({ uri: `zoo://${index}`, name: `r${index}` }));

serve({
  initialize: (params) =>
    introduction({ protocolVersion, capabilities, instructions: JSON.stringify(params?.['capabilities']) }),
  list: () => ({ tools: [tool('versioned')] }),
  prompts: (params) =>
    params?.['cursor'] === undefined
      ? { prompts: [{ name: 'one' }], nextCursor: 'again' }
      : { prompts: [{ name: 'two' }, 7], nextCursor: 'again' },
  resources: () => ({ resources }),
});
