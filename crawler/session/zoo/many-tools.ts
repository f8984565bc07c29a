import { serve } from './protocol.ts';

serve({ list: () => ({ tools: Array.from({ length: 100_000 }, (_, index) => ({ name: `t${index}` })) }) });
