import { sha256 } from '../../catalogue/digest.ts';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { ANSWER_SCHEMA, readAnswer, type Assessment } from './answer.ts';
import { replyOf, requestBody } from './openai.ts';
import { PROMPT_DIGEST, question } from './prompt.ts';

/** The id that the one tool of a batch's question has in it. */
const ONLY = 'T1';

/** Bounds of one batch, well below what the endpoint takes. */
export const BATCH_REQUESTS = 20_000;
export const BATCH_BYTES = 90 * 1024 * 1024;

/** Marks a batch as ours and as asking this question of this model, so that a later run finds it again. */
export function batchMark(model: string): string {
  return sha256(`${model} ${PROMPT_DIGEST}`).slice(0, 32);
}

/** One line of a batch's input: the question about one definition, under the definition's digest. */
export function batchLine(model: string, digest: string, definition: ToolDefinition): string {
  const body = requestBody(model, question(new Map([[ONLY, definition]])), ANSWER_SCHEMA);
  return JSON.stringify({ custom_id: digest, method: 'POST', url: '/v1/chat/completions', body });
}

/** Lines joined to files that keep within the bounds of one batch. */
export function* batchFiles(lines: Iterable<string>): Generator<string> {
  let [file, count, bytes] = ['', 0, 0];
  for (const line of lines) {
    const size = Buffer.byteLength(line) + 1;
    if (count > 0 && (count >= BATCH_REQUESTS || bytes + size > BATCH_BYTES)) {
      yield file;
      [file, count, bytes] = ['', 0, 0];
    }
    file += `${line}\n`;
    count++;
    bytes += size;
  }
  if (count > 0) yield file;
}

/**
 * Reads one line of a batch's output.
 * @param definitionOf the definition with a digest, or undefined where nobody knows it
 * @returns the assessment with its digest, or undefined where the line holds no usable answer
 */
export function readBatchLine(
  line: string,
  definitionOf: (digest: string) => ToolDefinition | undefined,
): { digest: string; assessment: Assessment } | undefined {
  try {
    const { custom_id: digest, response } = JSON.parse(line) as {
      custom_id: string;
      response: { status_code: number; body: Parameters<typeof replyOf>[0] } | null;
    };
    const definition = definitionOf(digest);
    if (!definition || response?.status_code !== 200) return undefined;
    const reply = replyOf(response.body);
    const assessment = reply.ok
      ? readAnswer(reply.text, new Map([[ONLY, definition]]))?.get(ONLY)
      : undefined;
    return assessment && { digest, assessment };
  } catch {
    // A line that is no answer leaves its tool to the rules; the run counts it as unanswered.
    return undefined;
  }
}
