import { lookup as resolveName, type LookupAddress } from 'node:dns';
import {
  Agent as PlainAgent,
  request as requestPlain,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { isPublicAddress } from './address.ts';
import { SessionError, type Failure } from './failure.ts';
import type { Limits } from './limits.ts';

/** `fetch` for a server that cannot be trusted, and what went wrong with it. */
export type GuardedFetch = {
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  failure(): Failure | undefined;
  /** The body of an answer of this fetch's, where it was taken whole. */
  bodyOf(response: Response): Uint8Array | undefined;
  /** Ends its connections. */
  close(): void;
};

export type FetchOptions = {
  /** The only origin that is asked. */
  origin: string;
  limits: Limits;
  userAgent: string;
  /** Permits private, loopback and link-local addresses. */
  allowPrivate: boolean;
  /** A bearer token, for this origin only. */
  token?: string | undefined;
  /** How often in a row the origin may send a request on to another path of its own; not at all unless said otherwise. */
  hops?: number;
  /** Gives every answer as it arrives: for files, which are not held in memory. */
  streams?: true;
};

const NULL_BODY = new Set([101, 204, 205, 304]);

/**
 * A fetch that asks one origin only, follows no redirect that leads away from it, accepts no compression (a small
 * answer cannot become a large one), counts bytes as they arrive, and connects only to public addresses. The address
 * is checked when the connection is made, so a name cannot change its meaning in between.
 */
export function guardedFetch(options: FetchOptions): GuardedFetch {
  const isTls = options.origin.startsWith('https:');
  const agent = new (isTls ? TlsAgent : PlainAgent)({ keepAlive: true, maxFreeSockets: 1 });
  const bodies = new WeakMap<Response, Uint8Array>();
  let failure: Failure | undefined;
  let bytes = 0;
  const fail = (reason: Failure) => {
    failure ??= reason;
    return new SessionError(reason);
  };
  const count = (chunk: Buffer): SessionError | undefined => {
    bytes += chunk.length;
    return bytes > options.limits.sessionBytes
      ? fail({ kind: 'too-large', what: `more than ${options.limits.sessionBytes} bytes in all` })
      : undefined;
  };
  const answerOf = (incoming: IncomingMessage, url: URL): Promise<Response> => {
    const refused = redirectRefusal(incoming, url, options) ?? refusalOf(incoming);
    if (refused === undefined) return responseOf(incoming, count, bodies, options.streams === true);
    incoming.destroy();
    throw fail(refused);
  };
  return {
    failure: () => failure,
    bodyOf: (response) => bodies.get(response),
    close: () => agent.destroy(),
    async fetch(address, init) {
      let url = new URL(address);
      for (let hops = options.hops ?? 0; ; hops--) {
        const barred = barring(url, options);
        if (barred !== undefined) throw fail(barred);
        const incoming = await sendAgain(url, init, options, agent).catch((error: unknown) => {
          throw init?.signal?.aborted ? error : fail(unreachable(error));
        });
        const next = hops > 0 ? ownRedirect(incoming, url, init?.method) : undefined;
        if (next === undefined) return answerOf(incoming, url);
        incoming.destroy();
        url = next;
      }
    },
  };
}

/** Why an address is not asked at all. */
function barring(url: URL, { origin, allowPrivate }: FetchOptions): Failure | undefined {
  if (url.origin !== origin) return { kind: 'refused', what: `it points to ${url.origin}` };
  const host = hostOf(url);
  return !allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)
    ? { kind: 'refused', what: `${host} is not a public address` }
    : undefined;
}

/**
 * Where the same request is to be sent, on the same origin: what web frameworks answer where a slash at the end of a
 * path makes a difference. The older redirects may turn another method into GET (RFC 9110, 15.4), so only GET follows.
 */
function ownRedirect(
  { statusCode = 0, headers: { location = '' } }: Answer,
  from: URL,
  method = 'GET',
): URL | undefined {
  const keeps = statusCode === 307 || statusCode === 308;
  const applies = keeps || (method === 'GET' && (statusCode === 301 || statusCode === 302));
  const next = applies && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  return next?.origin === from.origin ? next : undefined;
}

/** The host of a URL, an IPv6 address without its brackets. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

/** A kept connection may be closed by the other side just when it is used again; a new one tells. */
async function sendAgain(
  url: URL,
  init: RequestInit | undefined,
  options: FetchOptions,
  agent: PlainAgent,
): Promise<IncomingMessage> {
  try {
    return await send(url, init, options, agent);
  } catch (error) {
    if (!(error instanceof ClosedMeanwhile)) throw error;
    return send(url, init, options, false);
  }
}

class ClosedMeanwhile extends Error {}

async function send(
  url: URL,
  init: RequestInit | undefined,
  options: FetchOptions,
  agent: PlainAgent | false,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = new Headers(init?.headers);
  headers.set('user-agent', options.userAgent);
  headers.set('accept-encoding', 'identity');
  if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`);
  const settings: RequestOptions = {
    method: init?.method ?? 'GET',
    headers: Object.fromEntries(headers),
    lookup: options.allowPrivate ? (resolveName as LookupFunction) : lookupPublic,
    agent,
    maxHeaderSize: 64 * 1024,
    ...(init?.signal ? { signal: init.signal } : {}),
  };
  const request = (url.protocol === 'https:' ? requestTls : requestPlain)(url, settings, resolve);
  request.on('error', (error: NodeJS.ErrnoException) => {
    reject(request.reusedSocket && error.code === 'ECONNRESET' ? new ClosedMeanwhile() : error);
  });
  request.end(typeof init?.body === 'string' ? init.body : undefined);
  return promise;
}

async function responseOf(
  incoming: IncomingMessage,
  count: Count,
  bodies: WeakMap<Response, Uint8Array>,
  streams: boolean,
): Promise<Response> {
  const status = incoming.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const counted = incoming.pipe(countedBy(count));
  counted.on('error', () => incoming.destroy());
  incoming.on('error', (error) => counted.destroy(error));
  if (NULL_BODY.has(status)) {
    counted.resume();
    return new Response(null, { status, headers });
  }
  if (streams || isStream(incoming))
    return new Response(Readable.toWeb(counted) as ReadableStream, { status, headers });
  const body = await whole(counted);
  const response = new Response(body, { status, headers });
  bodies.set(response, body);
  return response;
}

type Count = (chunk: Buffer) => SessionError | undefined;

function countedBy(count: Count): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const tooMuch = count(chunk);
      if (tooMuch === undefined) done(null, chunk);
      else done(tooMuch);
    },
  });
}

/** Whether an answer is one of events that may go on; any other is taken whole, which costs far less. */
function isStream({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true;
}

async function whole(body: Readable): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Uint8Array.from(Buffer.concat(chunks));
}

type Answer = Pick<IncomingMessage, 'statusCode' | 'headers'>;

/** A redirect to an address that would not be asked if it were listed. No other is followed either. */
export function redirectRefusal(
  { statusCode = 0, headers: { location = '' } }: Answer,
  from: URL,
  { allowPrivate }: Pick<FetchOptions, 'allowPrivate'>,
): Failure | undefined {
  if (statusCode < 300 || statusCode >= 400 || allowPrivate || !URL.canParse(location, from.href))
    return undefined;
  const host = hostOf(new URL(location, from));
  if (host !== 'localhost' && (isIP(host) === 0 || isPublicAddress(host))) return undefined;
  return { kind: 'refused', what: `it redirects to ${host}, which is not a public address` };
}

/** Answers that no session can go on from. */
function refusalOf(incoming: Answer): Failure | undefined {
  const status = incoming.statusCode ?? 0;
  if (status < 200 || status > 599) return { kind: 'not-mcp', what: `an HTTP status ${status}` };
  const encoding = incoming.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return { kind: 'not-mcp', what: `an answer compressed with ${encoding} that nobody asked for` };
  if (status >= 300 && status < 400) return { kind: 'http', status, location: incoming.headers.location };
  if (status === 401 || status === 403 || status === 429)
    return {
      kind: 'http',
      status,
      challenge: incoming.headers['www-authenticate'],
      retryAfter: incoming.headers['retry-after'],
    };
  return undefined;
}

/** Resolves a name only when every address it has is public. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, []);
    const bad = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (bad !== undefined || first === undefined) {
      const what = `${hostname} leads to ${bad?.address ?? 'no address'}, which is not public`;
      callback(new SessionError({ kind: 'refused', what }), []);
    } else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function unreachable(error: unknown): Failure {
  if (error instanceof SessionError) return error.failure;
  const { message = String(error), code } = error as NodeJS.ErrnoException;
  return { kind: 'unreachable', what: message, code };
}
