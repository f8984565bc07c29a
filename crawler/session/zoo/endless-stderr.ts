import { serve } from './protocol.ts';

setInterval(() => process.stderr.write(`\u001b[2J\u202e${'complaint '.repeat(1000)}\n`), 1);
serve();
