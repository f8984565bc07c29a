/**
 * The least of an MCP server on standard input and output, for servers that misbehave. It does nothing for
 * safety or correctness: what a server of the zoo does wrong stands in its own file.
 */
import { createInterface } from 'node:readline';

type Message = { id?: number | string; method?: string; params?: Record<string, unknown>; result?: unknown };

/** What a server answers to requests, by method; what is not given is answered as a plain server would. */
export type Answers = {
  initialize?: (params: Message['params'], id: Message['id']) => unknown;
  list?: (params: Message['params'], id: Message['id']) => unknown;
  prompts?: (params: Message['params'], id: Message['id']) => unknown;
  resources?: (params: Message['params'], id: Message['id']) => unknown;
  discover?: (params: Message['params'], id: Message['id']) => unknown;
  /** Answers to requests that the server made itself. */
  answered?: (message: Message) => void;
};

/** Sends one message, or text as it is. */
export function send(message: unknown): void {
  process.stdout.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
}

/** A plain tool of that name. */
export const tool = (name: string, more: object = {}) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: 'object' },
  ...more,
});

/** What `initialize` is answered with. */
export const introduction = (more: object = {}) => ({
  protocolVersion: '2025-06-18',
  capabilities: { tools: {} },
  serverInfo: { name: 'zoo', version: '1.0.0' },
  ...more,
});

/** No answer: the server has sent its own, or means to send none. */
export const SILENT = Symbol('silent');

/** Throw this to answer with a JSON-RPC error. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Serves until standard input ends. */
export function serve({ initialize, list, prompts, resources, discover, answered }: Answers = {}): void {
  const answers: Record<string, Answers['list']> = {
    initialize: initialize ?? (() => introduction()),
    'tools/list': list ?? (() => ({ tools: [tool('plain')] })),
    'prompts/list': prompts,
    'resources/list': resources,
    'server/discover': discover,
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    if (message.method === undefined) return answered?.(message);
    if (message.id === undefined) return;
    const { id } = message;
    try {
      const answer = answers[message.method];
      if (answer === undefined) throw new RpcError(-32601, 'Method not found');
      const result = answer(message.params, id);
      if (result !== SILENT) send({ jsonrpc: '2.0', id, result });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      send({ jsonrpc: '2.0', id, error: { code: error.code, message: error.message } });
    }
  });
}
