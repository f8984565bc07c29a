import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {
  Transport as SdkTransport,
  TransportSendOptions,
} from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { setTimeout as wait } from 'node:timers/promises';
import type { Transport } from '../../catalogue/vocabulary.ts';
import type { Failure } from './failure.ts';
import { keepingAnswers, type AnswerTexts } from './answer-texts.ts';
import { guardedFetch, type FetchOptions, type GuardedFetch } from './guarded-fetch.ts';
import type { SessionTransport } from './transport.ts';

const GOODBYE_MS = 1000;
const HOPS = 3;

/** Streamable HTTP without the stream on which a server may say things of its own: nobody waits for them here. */
function withoutPush(fetch: GuardedFetch['fetch']): GuardedFetch['fetch'] {
  return (url, init) =>
    init?.method === 'GET' ? Promise.resolve(new Response(null, { status: 405 })) : fetch(url, init);
}

/** MCP over HTTP (specification 2025-11-25, Transports), through a guarded fetch. */
export class HttpTransport implements SessionTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  spoke = false;
  protocolVersion: string | undefined;
  latestAnswer: string | undefined;

  readonly #guard: GuardedFetch;
  readonly #answers: AnswerTexts;
  readonly #inner: SdkTransport;
  /** The request that is waiting for its answer; there is never more than one. */
  #asked: number | string | undefined;
  #messages = 0;
  #failure: Failure | undefined;
  readonly #messageLimit: number;

  /** @param own makes the transport inside, where it is not one of the older library's */
  constructor(
    url: URL,
    transport: Exclude<Transport, 'stdio'>,
    options: Omit<FetchOptions, 'origin'>,
    own?: (url: URL, settings: { fetch: GuardedFetch['fetch'] }) => SdkTransport,
  ) {
    this.#guard = guardedFetch({ hops: HOPS, ...options, origin: url.origin });
    this.#messageLimit = options.limits.messages;
    this.#answers = keepingAnswers(this.#guard, options.limits.messageBytes);
    const fetch = this.#answers.fetch;
    const settings = { fetch: transport === 'sse' ? fetch : withoutPush(fetch) };
    this.#inner = (
      own !== undefined
        ? own(url, settings)
        : transport === 'sse'
          ? new SSEClientTransport(url, settings)
          : new StreamableHTTPClientTransport(url, {
              ...settings,
              reconnectionOptions: {
                maxRetries: 0,
                initialReconnectionDelay: 1000,
                maxReconnectionDelay: 1000,
                reconnectionDelayGrowFactor: 1,
              },
            })
    ) as SdkTransport;
  }

  /** The newer library cancels a request by ending its stream, where a transport says that it has one. */
  get hasPerRequestStream(): boolean {
    return 'hasPerRequestStream' in this.#inner && this.#inner.hasPerRequestStream === true;
  }

  get failure(): Failure | undefined {
    return this.#guard.failure() ?? this.#failure;
  }

  start(): Promise<void> {
    this.#inner.onclose = () => this.onclose?.();
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onmessage = (message: JSONRPCMessage) => {
      this.spoke = true;
      if ('method' in message && ++this.#messages > this.#messageLimit) {
        this.#failure = { kind: 'too-large', what: `more than ${this.#messageLimit} messages of its own` };
        void this.#inner.close();
        return;
      }
      if ('result' in message && this.#asked !== undefined && message.id === this.#asked) {
        this.latestAnswer = this.#answers.textOf(message.id);
        this.#asked = undefined;
      }
      this.onmessage?.(message);
    };
    return this.#inner.start();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ('method' in message && 'id' in message) this.#asked = message.id;
    return this.#inner.send(message, options);
  }

  setProtocolVersion(version: string): void {
    this.protocolVersion = version;
    this.#inner.setProtocolVersion?.(version);
  }

  /** Streamable HTTP as protocol version 2026-07-28 has it: no sessions, and headers that name each request. */
  static async modern(url: URL, options: Omit<FetchOptions, 'origin'>): Promise<HttpTransport> {
    const { StreamableHTTPClientTransport: Modern } = await import('@modelcontextprotocol/client');
    return new HttpTransport(url, 'streamable-http', options, (address, settings) => {
      return new Modern(address, settings) as unknown as SdkTransport;
    });
  }

  /** Ends the session at the server's side too, where it would stay open otherwise. */
  async close(): Promise<void> {
    if (this.#inner instanceof StreamableHTTPClientTransport && this.#inner.sessionId !== undefined)
      await Promise.race([
        this.#inner.terminateSession().catch(() => undefined),
        wait(GOODBYE_MS, undefined, { ref: false }),
      ]);
    await this.#inner.close();
    this.#guard.close();
  }
}
