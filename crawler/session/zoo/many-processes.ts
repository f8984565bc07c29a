import { spawn } from 'node:child_process';

for (let count = 0; count < 300; count++)
  spawn('sleep', ['1000'], { stdio: 'ignore' }).on('error', () => undefined);
process.stdin.resume();
