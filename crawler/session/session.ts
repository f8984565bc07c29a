import { SseError } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { depthExceeds, isJsonObject, type JsonObject } from '../../catalogue/json.ts';
import type { Observation } from '../../catalogue/records.ts';
import { clientOf, MODERN_VERSION, type ClientOptions, type Era, type SessionClient } from './client.ts';
import { deadline } from './deadline.ts';
import { enumerate, type ToolList } from './enumerate.ts';
import { SessionError, type Failure, type Phase } from './failure.ts';
import type { Limits } from './limits.ts';
import { countOffers, type Offers } from './offers.ts';
import type { SessionTransport } from './transport.ts';

/** What a server said about itself in its answer to `initialize`. */
export type Introduction = Pick<
  Observation,
  'serverInfo' | 'protocolVersion' | 'capabilities' | 'instructions' | 'ttlMs'
> &
  Offers;

export type SessionResult =
  | { ok: true; introduction: Introduction; list: ToolList }
  | { ok: false; introduction: Introduction; failure: Failure };

export type SessionOptions = ClientOptions & {
  /** The handshake; `initialize` unless said otherwise. */
  era?: Era;
  limits: Limits;
  signal?: AbortSignal | undefined;
  onPhase?: ((phase: Phase) => void) | undefined;
};

/** Text of a server's own that is kept, in characters. */
const KEPT = { name: 200, instructions: 100_000, capabilities: 100_000, depth: 32 };
/** How much of a failing HTTP answer is looked at. */
const SAID = 4000;

/**
 * One session: initialise, list the tools, and nothing else; no tool is ever called. Whatever the server does
 * is a result. The transport is closed at the end; ending the server's process is the caller's.
 */
export async function holdSession(
  transport: SessionTransport,
  options: SessionOptions,
): Promise<SessionResult> {
  const { limits, era = 'initialize' } = options;
  const client = await clientOf(era, options);
  let phase: Phase = 'connecting';
  const total = deadline(limits.totalMs, options.signal);
  try {
    options.onPhase?.(phase);
    await total.within(limits.connectMs, (request) => client.connect(transport, request));
    phase = 'listing';
    options.onPhase?.(phase);
    const list = await enumerate(client, transport, limits, total);
    const introduction = introductionOf(client, transport, era);
    const offers = await countOffers(client, limits, total);
    const ttl = list.ttlMs === undefined ? {} : { ttlMs: list.ttlMs };
    return { ok: true, introduction: { ...introduction, ...offers, ...ttl }, list };
  } catch (error) {
    const failure = failureOf(error, { client, transport, phase, passed: total.passed, options });
    return { ok: false, introduction: introductionOf(client, transport, era), failure };
  } finally {
    total.clear();
    await client.close().catch(() => undefined);
  }
}

/**
 * Whether a server that failed like this may speak a protocol version in which there is no `initialize`: it does
 * not know the method, or names the versions it does know (specification 2026-07-28, error -32022).
 */
export function mayBeModern(failure: Failure): boolean {
  if (failure.kind === 'rpc-error')
    return failure.phase === 'connecting' && isModernRefusal(failure.code, failure.message);
  if (failure.kind !== 'http' || failure.said === undefined) return false;
  const code = /"code"\s*:\s*(-?\d+)/.exec(failure.said)?.[1];
  return code !== undefined && isModernRefusal(Number(code), failure.said);
}

const UNSUPPORTED_VERSION = -32_022;
const isModernRefusal = (code: number, message: string) =>
  code === (ErrorCode.MethodNotFound as number) ||
  code === UNSUPPORTED_VERSION ||
  message.includes(MODERN_VERSION);

type Circumstances = {
  client: SessionClient;
  transport: SessionTransport;
  phase: Phase;
  passed: () => boolean;
  options: SessionOptions;
};

function failureOf(error: unknown, { client, transport, phase, passed, options }: Circumstances): Failure {
  if (options.signal?.aborted) return { kind: 'aborted' };
  if (transport.failure !== undefined) return transport.failure;
  if (passed()) return { kind: 'timed-out', phase, spoke: transport.spoke };
  if (error instanceof SessionError) return error.failure;
  if (error instanceof StreamableHTTPError || error instanceof SseError) return httpFailure(error);
  const rpc = client.rpcError(error);
  if (rpc !== undefined) return { kind: 'rpc-error', code: rpc.code, message: rpc.message, phase };
  const what = phase === 'connecting' ? 'answered initialize' : 'answered tools/list';
  const why = error instanceof Error ? error.message : String(error);
  return { kind: 'protocol', what: `${what} with something else than MCP prescribes (${why})` };
}

/** The SDK gives an HTTP status as the error's code, and -1 for an answer of a media type that is not MCP's. */
function httpFailure({ code, message }: StreamableHTTPError | SseError): Failure {
  if (code !== undefined && code >= 400) return { kind: 'http', status: code, said: message.slice(0, SAID) };
  const type = /content type:? *(.+)$/i.exec(message)?.[1];
  return {
    kind: 'not-mcp',
    what: type === undefined ? 'something else than MCP' : `an answer of type ${type}`,
  };
}

function introductionOf(client: SessionClient, transport: SessionTransport, era: Era): Introduction {
  const info = client.serverInfo();
  const capabilities = client.capabilities();
  const instructions = client.instructions();
  const version =
    transport.protocolVersion ?? (era === 'discover' && info !== undefined ? MODERN_VERSION : undefined);
  const kept = (text: string, limit: number = KEPT.name) => text.slice(0, limit).toWellFormed();
  return {
    ...(info === undefined
      ? {}
      : {
          serverInfo: {
            name: kept(info.name),
            version: kept(info.version),
            ...(info.title === undefined ? {} : { title: kept(info.title) }),
          },
        }),
    ...(version === undefined ? {} : { protocolVersion: version }),
    ...(isModest(capabilities) ? { capabilities } : {}),
    ...(typeof instructions === 'string' ? { instructions: kept(instructions, KEPT.instructions) } : {}),
  };
}

function isModest(value: unknown): value is JsonObject {
  return (
    isJsonObject(value) &&
    !depthExceeds(value, KEPT.depth) &&
    JSON.stringify(value).length <= KEPT.capabilities
  );
}
