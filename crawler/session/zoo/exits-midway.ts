import { serve } from './protocol.ts';

serve({ list: () => process.exit(1) });
