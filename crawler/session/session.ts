import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SseError } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { depthExceeds, isJsonObject, type JsonObject } from '../../catalogue/json.ts';
import type { Observation } from '../../catalogue/records.ts';
import { deadline } from './deadline.ts';
import { enumerate, type ToolList } from './enumerate.ts';
import { SessionError, type Failure, type Phase } from './failure.ts';
import type { Limits } from './limits.ts';
import type { SessionTransport } from './transport.ts';

/** What a server said about itself in its answer to `initialize`. */
export type Introduction = Pick<
  Observation,
  'serverInfo' | 'protocolVersion' | 'capabilities' | 'instructions'
>;

export type SessionResult =
  | { ok: true; introduction: Introduction; list: ToolList }
  | { ok: false; introduction: Introduction; failure: Failure };

export type SessionOptions = {
  limits: Limits;
  signal?: AbortSignal | undefined;
  onPhase?: ((phase: Phase) => void) | undefined;
  /** How the crawler names itself to servers. */
  clientInfo: { name: string; version: string };
};

/** Text of a server's own that is kept, in characters. */
const KEPT = { name: 200, instructions: 100_000, capabilities: 100_000, depth: 32 };

/**
 * One session: initialise, list the tools, and nothing else; no tool is ever called. Whatever the server does
 * is a result. The transport is closed at the end; ending the server's process is the caller's.
 */
export async function holdSession(
  transport: SessionTransport,
  options: SessionOptions,
): Promise<SessionResult> {
  const { limits } = options;
  // The client declares no capabilities: lists may depend on them, and these are the same for every server.
  const client = new Client(options.clientInfo, { capabilities: {} });
  client.fallbackRequestHandler = ({ method }) =>
    method === 'roots/list'
      ? Promise.resolve({ roots: [] })
      : Promise.reject(new McpError(ErrorCode.MethodNotFound, 'This client only lists tools.'));
  let phase: Phase = 'connecting';
  const total = deadline(limits.totalMs, options.signal);
  try {
    options.onPhase?.(phase);
    await total.within(limits.connectMs, (request) => client.connect(transport, request));
    phase = 'listing';
    options.onPhase?.(phase);
    const list = await enumerate(client, transport, limits, total);
    return { ok: true, introduction: introductionOf(client, transport), list };
  } catch (error) {
    const failure = failureOf(error, transport, phase, total.passed, options.signal);
    return { ok: false, introduction: introductionOf(client, transport), failure };
  } finally {
    total.clear();
    await client.close().catch(() => undefined);
  }
}

function failureOf(
  error: unknown,
  transport: SessionTransport,
  phase: Phase,
  passed: () => boolean,
  signal: AbortSignal | undefined,
): Failure {
  if (signal?.aborted) return { kind: 'aborted' };
  if (transport.failure !== undefined) return transport.failure;
  if (passed()) return { kind: 'timed-out', phase, spoke: transport.spoke };
  if (error instanceof SessionError) return error.failure;
  if (error instanceof StreamableHTTPError || error instanceof SseError) return httpFailure(error);
  if (error instanceof McpError) return { kind: 'rpc-error', code: error.code, message: error.message };
  const what = phase === 'connecting' ? 'answered initialize' : 'answered tools/list';
  const why = error instanceof Error ? error.message : String(error);
  return { kind: 'protocol', what: `${what} with something else than MCP prescribes (${why})` };
}

/** The SDK gives an HTTP status as the error's code, and -1 for an answer of a media type that is not MCP's. */
function httpFailure({ code, message }: StreamableHTTPError | SseError): Failure {
  if (code !== undefined && code >= 400) return { kind: 'http', status: code };
  const type = /content type:? *(.+)$/i.exec(message)?.[1];
  return {
    kind: 'not-mcp',
    what: type === undefined ? 'something else than MCP' : `an answer of type ${type}`,
  };
}

function introductionOf(client: Client, transport: SessionTransport): Introduction {
  const info = client.getServerVersion();
  const capabilities: unknown = client.getServerCapabilities();
  const instructions: unknown = client.getInstructions();
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
    ...(transport.protocolVersion === undefined ? {} : { protocolVersion: transport.protocolVersion }),
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
