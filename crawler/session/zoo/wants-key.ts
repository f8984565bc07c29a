// Ends without a key, and with one that it does not like.
import { serve } from './protocol.ts';

const key = process.env['ZOO_API_KEY'];
if (key === undefined) {
  console.error('Error: ZOO_API_KEY environment variable is required');
  process.exit(1);
}
if (key !== 'placeholder') {
  console.error('The key has the wrong form.');
  process.exit(2);
}
serve();
