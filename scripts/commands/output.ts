import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { reasonOf } from '../../catalogue/reason.ts';
import { UserError } from '../errors.ts';

/** Where a command writes its result. Nothing is at its place until `finish` has put it there. */
export interface Output {
  /** Writes, and waits when the reader is slower. @throws UserError when it cannot be written. */
  readonly write: (text: string) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly abandon: () => Promise<void>;
}

/**
 * Opens a result file. A file is written beside its place and renamed at the end, so that a run that fails
 * leaves no half result; `-` is standard output, and a pipe or device is written to directly.
 * @throws UserError when it cannot be opened.
 */
export async function openOutput(file: string): Promise<Output> {
  if (file === '-') return streamOutput(process.stdout, '-', async () => {});
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new UserError(`${file} is a folder; name a file to write.`);
  const direct = found !== undefined && !found.isFile();
  const place = direct ? file : `${file}.${process.pid}.partial`;
  const stream = createWriteStream(place, { highWaterMark: 1 << 18 });
  await once(stream, 'open').catch((error: NodeJS.ErrnoException) => {
    const where = error.code === 'ENOENT' ? `the folder ${dirname(file)} does not exist` : reasonOf(error);
    throw new UserError(`${file} cannot be written: ${where}.`);
  });
  const output = streamOutput(stream, file, async () => {
    stream.end();
    await once(stream, 'close');
    if (!direct) await rename(place, file);
  });
  const abandon = async (): Promise<void> => {
    stream.destroy();
    if (!direct) await rm(place, { force: true });
  };
  return { ...output, abandon };
}

function streamOutput(stream: Writable, file: string, finish: () => Promise<void>): Output {
  let failure: NodeJS.ErrnoException | undefined;
  let proceed: (() => void) | undefined;
  stream.on('error', (error) => {
    failure ??= error;
    proceed?.();
  });
  stream.on('drain', () => proceed?.());
  stream.on('close', () => proceed?.());
  const check = (): void => {
    if (failure)
      throw new UserError(
        `${file === '-' ? 'Standard output' : file} cannot be written: ${reasonOf(failure)}.`,
      );
  };
  return {
    write: async (text) => {
      check();
      if (stream.write(text)) return;
      await new Promise<void>((resolve) => (proceed = resolve));
      check();
    },
    finish: async () => {
      check();
      await finish().catch((error: NodeJS.ErrnoException) => (failure ??= error));
      check();
    },
    abandon: async () => {},
  };
}
