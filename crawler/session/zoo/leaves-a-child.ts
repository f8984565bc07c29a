// Starts a child in a session of its own, which starts another and ends, so that nobody's child is left.
import { spawn } from 'node:child_process';
import { serve } from './protocol.ts';

const mark = process.argv[2] ?? '';
const sleeper = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); void ${JSON.stringify(mark)}`;
const starter = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { detached: true, stdio: 'inherit' }).unref()`;
spawn(process.execPath, ['-e', starter, mark], { detached: true, stdio: 'inherit' }).unref();
setTimeout(() => serve(), 300);
