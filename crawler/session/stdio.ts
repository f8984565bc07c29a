import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { isJsonObject } from '../../catalogue/json.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';
import { lineReader } from './line-reader.ts';
import type { ServerProcess } from './server-process.ts';
import type { SessionTransport } from './transport.ts';

/**
 * MCP over a process's standard input and output (specification 2025-11-25, Transports, stdio), for servers
 * that cannot be trusted: bytes and messages are counted, text that is not of the protocol is passed over.
 */
export class StdioTransport implements SessionTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  failure: Failure | undefined;
  spoke = false;
  protocolVersion: string | undefined;
  latestAnswer: string | undefined;

  readonly #process: ServerProcess;
  readonly #limits: Limits;
  /** The request that is waiting for its answer; there is never more than one. */
  #asked: number | string | undefined;
  #bytes = 0;
  #messages = 0;
  #closed = false;

  constructor(process: ServerProcess, limits: Limits) {
    this.#process = process;
    this.#limits = limits;
  }

  start(): Promise<void> {
    const lines = lineReader(this.#limits.messageBytes);
    this.#process.stdout.on('data', (chunk: Buffer) => {
      if (this.#closed) return;
      this.#bytes += chunk.length;
      if (this.#bytes > this.#limits.sessionBytes)
        return this.#fail({ kind: 'too-large', what: `more than ${this.#limits.sessionBytes} bytes in all` });
      const complete = lines.push(chunk);
      if (complete === 'too-long')
        return this.#fail({
          kind: 'too-large',
          what: `a message of more than ${this.#limits.messageBytes} bytes`,
        });
      for (const line of complete) this.#receive(line);
    });
    void this.#process.ended.then((failure) => this.#fail(failure));
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message && 'id' in message) this.#asked = message.id;
    this.#process.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  setProtocolVersion(version: string): void {
    this.protocolVersion = version;
  }

  #receive(line: string): void {
    if (this.#closed) return;
    const message = parse(line);
    if (message === undefined) {
      // Noise is common before the protocol starts. A message that cannot be read will never be answered for.
      if (/^\s*\{/.test(line) && line.includes('"jsonrpc"'))
        this.#fail({ kind: 'protocol', what: 'sent a message that is not valid JSON' });
      return;
    }
    const messages = Array.isArray(message) ? message : [message];
    for (const each of messages) this.#deliver(each, line);
  }

  #deliver(message: unknown, line: string): void {
    if (!isJsonObject(message) || message['jsonrpc'] !== '2.0') return;
    this.spoke = true;
    if ('method' in message && ++this.#messages > this.#limits.messages)
      return this.#fail({
        kind: 'too-large',
        what: `more than ${this.#limits.messages} messages of its own`,
      });
    if ('result' in message && this.#asked !== undefined && message['id'] === this.#asked) {
      this.latestAnswer = line;
      this.#asked = undefined;
    }
    this.onmessage?.(message as unknown as JSONRPCMessage);
  }

  #fail(failure: Failure): void {
    if (this.#closed) return;
    this.failure = failure;
    this.#end();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#process.stdout.resume();
    this.onclose?.();
  }
}

function parse(line: string): unknown {
  const start = line.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
