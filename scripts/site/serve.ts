import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import compression from 'compression';
import sirv from 'sirv';
import { SECURITY_HEADERS } from '../../site/security.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Serves a built site on the loopback interface, compressed, with the headers that its pages are made for. */
export async function serveSite(folder: string, port: number): Promise<{ url: string; server: Server }> {
  const files = sirv(folder, { dev: true, etag: true, dotfiles: false });
  // Its types are Express's; all that it asks for is what node:http gives.
  const compress = compression() as unknown as Handler;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    compress(request, response, () => files(request, response, () => notFound(folder, response)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return { url: `http://127.0.0.1:${actual}/`, server };
}

function notFound(folder: string, response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
  createReadStream(join(folder, '404.html'))
    .on('error', () => response.end('Not found'))
    .pipe(response);
}
