import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to the endpoint, as far as tests look at it. */
export interface Asked {
  /** The ids of the tools in the question, in order. */
  ids: string[];
  body: { model: string; messages: { role: string; content: string }[]; response_format: { type: string } };
  authorization: string | undefined;
}

/** How the endpoint answers one request. */
export type Answering = (asked: Asked, n: number, response: ServerResponse) => void;

/** A small OpenAI-compatible endpoint on loopback, for tests. */
export async function testEndpoint(answering: Answering) {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as Asked['body'];
      const ids = (JSON.parse(body.messages.at(-1)!.content) as { id: string }[]).map(({ id }) => id);
      asked.push({ ids, body, authorization: request.headers.authorization });
      answering(asked.at(-1)!, asked.length, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends a completion with this content. */
export function complete(
  response: ServerResponse,
  content: unknown,
  more: { finish?: string; refusal?: string } = {},
): void {
  const message = {
    role: 'assistant',
    content: typeof content === 'string' ? content : JSON.stringify(content),
    refusal: more.refusal ?? null,
  };
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      created: 0,
      model: 'm',
      choices: [{ index: 0, message, finish_reason: more.finish ?? 'stop', logprobs: null }],
      usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
    }),
  );
}

/** Sends an error with this status. */
export function fail(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message: 'no', type: 'test' } }));
}

/** An answer for one tool: Read on the evidence of its name, unless told otherwise. */
export function answer(id: string, name: string, more: object = {}): object {
  const evidence = [{ pointer: '/name', quote: name }];
  return {
    id,
    category: 'Read',
    evidence,
    raises: [],
    lowers: [],
    flags: [],
    addressesTheReader: false,
    ...more,
  };
}
