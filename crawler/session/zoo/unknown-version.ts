import { introduction, serve } from './protocol.ts';

serve({ initialize: () => introduction({ protocolVersion: '2199-01-01' }) });
