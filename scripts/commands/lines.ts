import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { reasonOf } from '../../catalogue/reason.ts';
import { UserError } from '../errors.ts';

/** Longer lines are refused: no tool is that long, and memory is finite. */
const MAX_LINE = 64 * 1024 * 1024;

/** Bytes read at a time. Larger batches of lines live through collections of garbage, and cost a seventh more. */
const CHUNK = 1 << 16;

/** Opens a file of lines for reading; `-` is standard input. @throws UserError when it cannot be read. */
export async function openLines(file: string): Promise<Readable> {
  if (file === '-') return process.stdin;
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${file} cannot be read: ${reasonOf(error)}.`);
  });
  if (found.isDirectory()) throw new UserError(`${file} is a folder; name a file with one tool a line.`);
  return createReadStream(file, { highWaterMark: CHUNK });
}

/**
 * The lines of a stream, in batches as they arrive, without their line breaks. What stands behind the last
 * line break is a line unless it is empty. Memory is bounded by the longest line.
 * @throws UserError when the stream fails or a line is too long.
 */
export async function* batchesOfLines(stream: Readable, file: string): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let first = true;
  try {
    for await (const chunk of stream) {
      let text = rest + decoder.write(chunk as Buffer);
      if (first && text.length > 0) {
        if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
        first = false;
      }
      const lines = text.split('\n');
      rest = lines.pop() as string;
      if (rest.length > MAX_LINE)
        throw new UserError(`${file} has a line of more than 64 million characters.`);
      if (lines.length > 0) yield lines.map(withoutReturn);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be read to its end: ${reasonOf(error)}.`);
  }
  rest += decoder.end();
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
