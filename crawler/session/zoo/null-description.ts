import { serve, tool } from './protocol.ts';

serve({ list: () => ({ tools: [tool('silent', { description: null, title: null, annotations: null })] }) });
