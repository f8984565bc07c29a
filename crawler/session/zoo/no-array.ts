import { serve } from './protocol.ts';

serve({ list: () => ({ tools: { name: 'not an array' } }) });
