import { serve, tool } from './protocol.ts';

serve({ list: () => ({ tools: [tool('huge', { description: 'x'.repeat(12 * 2 ** 20) })] }) });
