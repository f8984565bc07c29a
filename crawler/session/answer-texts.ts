import type { GuardedFetch } from './guarded-fetch.ts';
import { lineReader } from './line-reader.ts';

/** The texts of answers to `tools/list`, which the SDK gives only parsed. */
export type AnswerTexts = {
  fetch: GuardedFetch['fetch'];
  /** The text of the message that answers the request `id`, as its server wrote it. */
  textOf(id: unknown): string | undefined;
};

/**
 * Keeps the texts of the latest answer to `tools/list`, be it one JSON message, a stream of events that answers the
 * request, or the one stream that the older transport has for all answers.
 * @param limit bytes of one line of a stream; a longer one is not kept
 */
export function keepingAnswers(guard: GuardedFetch, limit: number): AnswerTexts {
  let body: Uint8Array | undefined;
  let events: string[] = [];
  let asked = false;
  const take = (data: string) => {
    if (asked) events.push(data);
  };
  return {
    textOf: (id) =>
      body === undefined
        ? events.findLast((text) => idOf(text) === id)
        : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
    async fetch(url, init) {
      const isPost = init?.method === 'POST';
      // Before it is sent: on a stream that is open already the answer can be there first.
      if (isPost) {
        [body, events] = [undefined, []];
        asked = asksForTools(init);
      }
      const response = await guard.fetch(url, init);
      if (isPost && asked) body = guard.bodyOf(response);
      const { body: stream } = response;
      if (stream === null || !isEventStream(response) || (isPost && !asked)) return response;
      return new Response(stream.pipeThrough(tap(eventReader(limit, take))), response);
    },
  };
}

const isEventStream = (response: Response) =>
  response.headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') === true;

/** Lets through what it reads. */
const tap = (read: (chunk: Uint8Array) => void) =>
  new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, stream) {
      read(chunk);
      stream.enqueue(chunk);
    },
  });

const asksForTools = ({ body }: RequestInit) => typeof body === 'string' && body.includes('"tools/list"');

function idOf(text: string): unknown {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return id;
  } catch {
    return undefined;
  }
}

/** Reads the data of a stream's events (HTML, Server-sent events); lines that end with CR alone are not understood. */
function eventReader(limit: number, take: (data: string) => void): (chunk: Uint8Array) => void {
  const lines = lineReader(limit);
  let data: string[] = [];
  let lost = false;
  return (chunk) => {
    const complete = lost ? 'too-long' : lines.push(Buffer.from(chunk));
    if (complete === 'too-long') {
      lost = true;
      return;
    }
    for (const line of complete.map((each) => each.replace(/\r$/, ''))) {
      if (line.startsWith('data:')) data.push(line.slice('data:'.length).replace(/^ /, ''));
      if (line !== '') continue;
      if (data.length > 0) take(data.join('\n'));
      data = [];
    }
  };
}
