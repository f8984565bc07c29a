import { serve, tool } from './protocol.ts';

const NAMES = ['', '   ', 'x'.repeat(10_000), '../../etc/passwd', 'a/b', '.', '__proto__', 'constructor'];
const HIDDEN = ['tab\there', 'nul\u0000', 'right\u202eleft', 'zero\u200bwidth', 'lone\ud800'];
serve({ list: () => ({ tools: [...NAMES, ...HIDDEN].map((name) => tool(name)) }) });
