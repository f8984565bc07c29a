/** What a session was doing. */
export type Phase = 'connecting' | 'listing';

/** Why a session gave no list: what happened, not yet what it means (crawler/outcome.ts). */
export type Failure =
  | { kind: 'aborted' }
  | { kind: 'exited'; code: number | null; signal: string | null }
  /** A time limit passed. `spoke`: the server had sent something in the protocol. */
  | { kind: 'timed-out'; phase: Phase; spoke: boolean }
  | { kind: 'too-large'; what: string }
  | { kind: 'overused'; what: string }
  | { kind: 'protocol'; what: string }
  /** The server answered with a JSON-RPC error. */
  | { kind: 'rpc-error'; code: number; message: string; phase: Phase }
  | {
      kind: 'http';
      status: number;
      location?: string | undefined;
      /** Headers of the answer: what authorization it wants, and when to come back. */
      challenge?: string | undefined;
      retryAfter?: string | undefined;
      /** The beginning of the answer, where it was read. */
      said?: string | undefined;
    }
  /** An answer that is not of the protocol's media types. */
  | { kind: 'not-mcp'; what: string }
  | { kind: 'refused'; what: string }
  /** `code` is the system's name of the error, where it has one. */
  | { kind: 'unreachable'; what: string; code?: string | undefined };

/** Carries a failure up through code that answers with promises. */
export class SessionError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.name = 'SessionError';
    this.failure = failure;
  }
}
