/** What a session accepts. Milliseconds, bytes, or counts. */
export type Limits = {
  /** From start to the answer to `initialize`. */
  connectMs: number;
  /** For one page of the list. */
  pageMs: number;
  /** For one page of prompts or resources, which are worth less. */
  offerMs: number;
  /** For the whole session. */
  totalMs: number;
  /** Between a polite request to end and a kill. */
  graceMs: number;
  messageBytes: number;
  sessionBytes: number;
  stderrBytes: number;
  /** Requests and notifications of the server's own. */
  messages: number;
  pages: number;
  tools: number;
  /** JSON text of one tool, in characters. */
  toolText: number;
  name: number;
  description: number;
  /** Nesting of one tool's definition. */
  depth: number;
};

const MEBIBYTE = 2 ** 20;

/** The limits of a session that may take `totalMs` milliseconds. */
export function limitsOf(totalMs: number): Limits {
  return {
    connectMs: Math.ceil((totalMs * 2) / 3),
    pageMs: Math.ceil(totalMs / 2),
    offerMs: Math.ceil(totalMs / 10),
    totalMs,
    graceMs: 300,
    messageBytes: 10 * MEBIBYTE,
    sessionBytes: 64 * MEBIBYTE,
    stderrBytes: 16 * 1024,
    messages: 20_000,
    pages: 500,
    tools: 10_000,
    toolText: MEBIBYTE,
    name: 256,
    description: 100_000,
    depth: 64,
  };
}
