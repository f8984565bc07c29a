/**
 * Runs inside a sandbox that has no network, in front of a server: listens on the sandbox's own loopback and hands
 * every connection to the filtering proxy, which is outside, through a Unix socket. Ends with the server.
 * Arguments: the socket, the port to listen at, the server's program and its arguments.
 */
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [socket = '', port, file = '', ...args] = process.argv.slice(2);

const relay = createServer({ allowHalfOpen: true }, (inside) => {
  const outside = connect({ path: socket, allowHalfOpen: true });
  inside.pipe(outside).pipe(inside);
  inside.on('error', () => outside.destroy());
  outside.on('error', () => inside.destroy());
});

relay.listen(Number(port), '127.0.0.1', () => {
  const server = spawn(file, args, { stdio: 'inherit' });
  server.on('error', (error) => {
    console.error(`The server's program cannot be started: ${error.message}`);
    process.exit(127);
  });
  server.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
  });
});
