/** Answers questions away from the page, so that typing never waits. */
import { answer, type Answer, type Wanted } from '../search/answer.ts';
import type { Files } from '../search/files.ts';
import type { Question } from '../search/question.ts';
import { openIndex } from './index-load.ts';

export interface Asked {
  id: number;
  question: Question;
  wanted: Wanted;
}
export type Replied = { id: number; answer: Answer } | { id: number; failed: string };

let index: Promise<Files> | undefined;

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  void reply(data).then((replied) => postMessage(replied));
});

async function reply({ id, question, wanted }: Asked): Promise<Replied> {
  try {
    return { id, answer: await answer(await (index ??= openIndex()), question, wanted) };
  } catch (error) {
    // A connection that failed may be there the next time.
    index = undefined;
    return { id, failed: error instanceof Error ? error.message : String(error) };
  }
}
