import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Failure } from './failure.ts';

/** A transport of the SDK's that can say what went wrong on it, and what exactly a server wrote. */
export type SessionTransport = Transport & {
  /** What ended the transport, when something did. */
  readonly failure: Failure | undefined;
  /** Whether the server has said anything in the protocol. */
  readonly spoke: boolean;
  readonly protocolVersion: string | undefined;
  /** The text of the latest answer, where the transport keeps it. */
  readonly latestAnswer: string | undefined;
};
