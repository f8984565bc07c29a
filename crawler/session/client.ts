import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { Transport as SdkTransport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { z } from 'zod';

/** The protocol version that has no `initialize`; servers that speak nothing older are asked in it. */
export const MODERN_VERSION = '2026-07-28';

/** Which of the two handshakes a session begins with. */
export type Era = 'initialize' | 'discover';

export type Asked = { signal: AbortSignal; timeout: number };

/** What a session needs of a protocol client, whichever library it comes from. */
export type SessionClient = {
  connect(transport: SdkTransport, limits: Asked): Promise<void>;
  ask<T extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    schema: T,
    limits: Asked,
  ): Promise<z.infer<T>>;
  /** The JSON-RPC error that `error` carries, if it is one. */
  rpcError(error: unknown): { code: number; message: string } | undefined;
  serverInfo(): { name: string; version: string; title?: string | undefined } | undefined;
  capabilities(): unknown;
  instructions(): unknown;
  close(): Promise<void>;
};

/** Capabilities that a client may declare; a server's list can depend on them. */
export const CLIENT_CAPABILITIES = ['roots', 'sampling', 'elicitation'] as const;
export type ClientCapability = (typeof CLIENT_CAPABILITIES)[number];

export type ClientOptions = {
  /** How the crawler names itself to servers. */
  clientInfo: { name: string; version: string };
  clientCapabilities?: readonly ClientCapability[] | undefined;
};

const declared = (names: readonly ClientCapability[] = []) =>
  Object.fromEntries(names.map((name) => [name, {}]));

export function clientOf(era: Era, options: ClientOptions): Promise<SessionClient> {
  return era === 'initialize' ? Promise.resolve(olderClient(options)) : modernClient(options);
}

/**
 * The SDK checks what a tool answers by its output schema. No tool is called, so nothing is ever checked; its own
 * checker costs more to make, for each session anew, than all the rest of it.
 */
const NO_VALIDATOR = {
  getValidator: () => () => ({ valid: false as const, data: undefined, errorMessage: 'No tool is called.' }),
};

/** Protocol versions 2024-11-05 to 2025-11-25, by the handshake `initialize`. */
function olderClient({ clientInfo, clientCapabilities }: ClientOptions): SessionClient {
  const capabilities = declared(clientCapabilities);
  const client = new Client(clientInfo, { capabilities, jsonSchemaValidator: NO_VALIDATOR });
  client.fallbackRequestHandler = ({ method }) => answerTo(method, clientCapabilities);
  return {
    connect: (transport, limits) => client.connect(transport, limits),
    ask: (method, params, schema, limits) => client.request({ method, params }, schema, limits) as never,
    rpcError: (error) => (error instanceof McpError ? error : undefined),
    serverInfo: () => client.getServerVersion(),
    capabilities: () => client.getServerCapabilities(),
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

/** What a server's own request is answered with: no folder, no person, no model stands behind this client. */
async function answerTo(
  method: string,
  capabilities: readonly ClientCapability[] = [],
): Promise<Record<string, unknown>> {
  if (method === 'roots/list') return { roots: [] };
  if (method === 'sampling/createMessage')
    throw new McpError(-1, 'Sampling is refused: this client only lists tools.');
  if (method === 'elicitation/create' && capabilities.includes('elicitation')) return { action: 'decline' };
  throw new McpError(ErrorCode.MethodNotFound, 'This client only lists tools.');
}

/**
 * Protocol version 2026-07-28, by `server/discover`. Its library is large and rarely needed, so it comes late. It
 * fails a whole list for one bad tool whatever schema it is given; the result is then taken as it was received.
 */
async function modernClient({ clientInfo, clientCapabilities }: ClientOptions): Promise<SessionClient> {
  const modern = await import('@modelcontextprotocol/client');
  const client = new modern.Client(clientInfo, {
    capabilities: declared(clientCapabilities),
    versionNegotiation: { mode: { pin: MODERN_VERSION } },
  });
  let latest: unknown;
  const isInvalidResult = (error: unknown) =>
    error instanceof modern.SdkError && error.code === modern.SdkErrorCode.InvalidResult;
  return {
    async connect(transport, limits) {
      await client.connect(transport as never, limits);
      const { onmessage } = transport;
      transport.onmessage = (message, extra) => {
        if ('result' in message) latest = message.result;
        onmessage?.(message, extra);
      };
    },
    async ask(method, params, schema, limits) {
      latest = undefined;
      try {
        return (await client.request({ method, params }, schema, limits)) as never;
      } catch (error) {
        const received = isInvalidResult(error) ? schema.safeParse(latest) : undefined;
        if (received?.success === true) return received.data;
        throw error;
      }
    },
    rpcError: (error) => (error instanceof modern.ProtocolError ? error : undefined),
    serverInfo: () => client.getServerVersion(),
    capabilities: () => client.getServerCapabilities(),
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}
