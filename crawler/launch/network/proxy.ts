import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { lookup as resolveName } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { Transform, type Duplex } from 'node:stream';
import { isPublicAddress } from '../../session/address.ts';
import { lookupPublic } from '../../session/guarded-fetch.ts';
import { allowedHost, type AllowedHost } from './allowed-hosts.ts';

export type ProxyOptions = {
  /** The hosts of the listing (`HOST_PATTERN`); or every one, at the ports of `isOrdinaryPort`. */
  hosts: readonly string[] | 'every';
  /** Permits private, loopback and link-local addresses. */
  allowPrivate: boolean;
  /** Bytes that it passes on in all, in both directions; 64 MiB unless said otherwise. */
  bytes?: number;
};

/** A way out for one server, to the hosts that its listing names. */
export type FilteringProxy = {
  /** What it asked for and did not get: `host:port`, as it was asked for, each once. */
  refused(): readonly string[];
  /** Ends every connection. */
  close(): Promise<void>;
};

/** What one server may send and receive. */
const LIMITS = { bytes: 64 * 2 ** 20, connections: 64, idleMs: 30_000, refusalsKept: 20 };

/** Headers that concern one connection only (RFC 9110, section 7.6.1), and a proxy's own. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'upgrade'];

/** What one server may do, and what it did. */
type Gate = {
  lookup: LookupFunction;
  may(target: AllowedHost): boolean;
  /** Notes that it did not get through. */
  refuse(target: AllowedHost): void;
  /** Passes bytes on and counts them; too many end every connection. */
  counted(): Transform;
  connections: Set<Duplex>;
  refused: Set<string>;
};

/** The web's own ports, and those that no service of the system's has: not where mail or a shell is. */
const isOrdinaryPort = (port: number) => port === 80 || port === 443 || port >= 1024;

function gateOf({ hosts: names, allowPrivate, bytes: most = LIMITS.bytes }: ProxyOptions): Gate {
  const hosts = names === 'every' ? undefined : names.map(allowedHost);
  const isNamed = (target: AllowedHost) =>
    hosts === undefined
      ? isOrdinaryPort(target.port)
      : hosts.some(({ host, port }) => host === target.host && port === target.port);
  const connections = new Set<Duplex>();
  const refused = new Set<string>();
  let bytes = 0;
  return {
    connections,
    refused,
    lookup: allowPrivate ? (resolveName as LookupFunction) : lookupPublic,
    may(target) {
      // A name is looked up, and its addresses checked, when the connection is made.
      const isPublic = isIP(target.host) === 0 || isPublicAddress(target.host);
      return isNamed(target) && bytes <= most && (allowPrivate || isPublic);
    },
    refuse({ host, port }) {
      if (refused.size < LIMITS.refusalsKept) refused.add(`${host}:${port}`);
    },
    counted: () =>
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          if (bytes <= most) return done(null, chunk);
          for (const each of connections) each.destroy();
          done(new Error('the proxy has passed on as much as it may'));
        },
      }),
  };
}

/**
 * An HTTP proxy on a Unix socket: CONNECT and plain requests, to the hosts and ports of the listing only, and only
 * where their names lead to public addresses at the moment of the connection. What goes through a tunnel is not read.
 * @param socket the path to listen at; not there yet
 */
export async function startProxy(socket: string, options: ProxyOptions): Promise<FilteringProxy> {
  const gate = gateOf(options);
  const server = createServer((incoming, outgoing) => {
    const target = plainTarget(incoming);
    if (target === undefined) return deny(outgoing, 400, 'this is a proxy');
    if (gate.may(target)) return forward(incoming, outgoing, target, gate);
    gate.refuse(target);
    deny(outgoing, 403, 'the listing of this server does not name that host and port');
  });
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    const target = tunnelTarget(incoming);
    if (target === undefined) return void client.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    if (gate.may(target)) return tunnel(client, head, target, gate);
    gate.refuse(target);
    client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.on('connection', (connection: Socket) => {
    gate.connections.add(connection);
    connection.setTimeout(LIMITS.idleMs, () => connection.destroy());
    connection.on('close', () => gate.connections.delete(connection));
  });
  server.maxConnections = LIMITS.connections;
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on('error', reject);
  server.listen(socket, resolve);
  await listening;
  return {
    refused: () => [...gate.refused],
    async close() {
      for (const each of gate.connections) each.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

type Target = AllowedHost & { path: string };

/** Where a plain request is to go; its address is absolute (RFC 9112, section 3.2.2). */
function plainTarget({ url = '' }: IncomingMessage): Target | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:') return undefined;
  const { hostname, port, pathname, search } = parsed;
  return { host: hostname, port: port === '' ? 80 : Number(port), path: `${pathname}${search}` };
}

/** Where a tunnel is to lead: `host:port` (RFC 9112, section 3.2.3). */
function tunnelTarget({ url = '' }: IncomingMessage): AllowedHost | undefined {
  const [, host, port] = /^([A-Za-z0-9.-]+):(\d{1,5})$/.exec(url) ?? [];
  return host === undefined ? undefined : { host: host.toLowerCase(), port: Number(port) };
}

function deny(outgoing: ServerResponse, status: number, why: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${why}\n`);
}

function tunnel(client: Duplex, head: Buffer, target: AllowedHost, gate: Gate): void {
  const upstream = connect({ ...target, lookup: gate.lookup });
  let connected = false;
  upstream.setTimeout(LIMITS.idleMs, () => upstream.destroy());
  upstream.on('connect', () => {
    connected = true;
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(head);
    client.pipe(gate.counted().on('error', () => client.destroy())).pipe(upstream);
    upstream.pipe(gate.counted().on('error', () => client.destroy())).pipe(client);
  });
  upstream.on('error', () => {
    if (!connected) gate.refuse(target);
    client.end(connected ? undefined : 'HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  client.on('close', () => upstream.destroy());
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: Target, gate: Gate): void {
  const { host, port } = target;
  const headers = withoutHops({ ...incoming.headers, host: port === 80 ? host : `${host}:${port}` });
  const upstream = request({
    ...target,
    method: incoming.method,
    headers,
    lookup: gate.lookup,
    agent: false,
  });
  upstream.setTimeout(LIMITS.idleMs, () => upstream.destroy());
  upstream.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
    answer.pipe(gate.counted().on('error', () => outgoing.destroy())).pipe(outgoing);
  });
  upstream.on('error', () => {
    if (outgoing.headersSent) return void outgoing.destroy();
    gate.refuse(target);
    deny(outgoing, 502, 'the host cannot be reached');
  });
  incoming.pipe(gate.counted().on('error', () => upstream.destroy())).pipe(upstream);
  outgoing.on('close', () => upstream.destroy());
}

function withoutHops(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}
