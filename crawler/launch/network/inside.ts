import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mount } from '../command.ts';

const FOLDER = '/opt/relay';
const SOCKET = `${FOLDER}/proxy`;
/** The `m` says that it is a module, where no package.json does. */
const RELAY = `${FOLDER}/relay.m${extname(import.meta.url).slice(1)}`;
/** The sandbox has a loopback of its own, so every port of it is free. */
const PORT = 3128;
const PROXY = `http://127.0.0.1:${PORT}`;

/** What a server's HTTP clients find the proxy by. Node's own looks only when asked to (Node 24). */
const ENVIRONMENT = {
  ...{ HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, http_proxy: PROXY, https_proxy: PROXY },
  ...{ NO_PROXY: 'localhost,127.0.0.1', no_proxy: 'localhost,127.0.0.1', NODE_USE_ENV_PROXY: '1' },
};

/** How a sandbox without a network starts a server that is to reach the proxy at `socket`, a path of this machine's. */
export function throughRelay(
  socket: string,
  node: string,
  words: readonly string[],
): { words: string[]; readable: Mount[]; env: Record<string, string> } {
  const relay = fileURLToPath(new URL(`./relay${extname(import.meta.url)}`, import.meta.url));
  return {
    words: [node, RELAY, SOCKET, String(PORT), ...words],
    readable: [
      { host: relay, inside: RELAY },
      { host: socket, inside: SOCKET },
    ],
    env: ENVIRONMENT,
  };
}
