import { serve, tool } from './protocol.ts';

let page = 0;
serve({ list: () => ({ tools: [tool(`tool-${page}`)], nextCursor: String(page++) }) });
