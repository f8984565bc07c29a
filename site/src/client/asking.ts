/** The page's side of the search worker. */
import type { Answer, Wanted } from '../search/answer.ts';
import type { Question } from '../search/question.ts';
import type { Asked, Replied } from './search-worker.ts';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL: (url: string) => string;
  };
}

/** Asks the worker; @throws where it could not answer */
export type Ask = (question: Question, wanted: Wanted) => Promise<Answer>;

/** Starts the worker. */
export function startAsking(): Ask {
  const waiting = new Map<number, (replied: Replied) => void>();
  const worker = new Worker(workerUrl(), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Replied>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  let last = 0;
  return async (question, wanted) => {
    const asked: Asked = { id: ++last, question, wanted };
    const replied = await new Promise<Replied>((resolve) => {
      waiting.set(asked.id, resolve);
      worker.postMessage(asked);
    });
    if ('failed' in replied) throw new Error(replied.failed);
    return replied.answer;
  };
}

/** The page's security policy takes a worker's address from this one policy only, which knows one address. */
function workerUrl(): string {
  const url = new URL('./search-worker.js', import.meta.url).href;
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  return trustedTypes.createPolicy('toolrisk-worker', { createScriptURL: () => url }).createScriptURL(url);
}
