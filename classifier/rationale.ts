import type { Judgement } from './combine.ts';
import type { Reading } from './reading/reading.ts';

/** Two to four plain sentences. */
export function rationale(_reading: Reading, judgement: Judgement): string {
  return judgement.category;
}
