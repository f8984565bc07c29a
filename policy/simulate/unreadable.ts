import type { z } from 'zod';
import type { Parsed } from '../format.ts';

/** Why a text is no policy that can be asked. */
export class UnreadablePolicy extends Error {}

/** A parsed file of the given shape. @throws UnreadablePolicy */
export function shaped<T>(file: Parsed, shape: z.ZodType<T>, target: string): T {
  if ('problem' in file) throw new UnreadablePolicy(file.problem);
  const result = shape.safeParse(file.value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue!.path.join('.') || 'the file';
  throw new UnreadablePolicy(`It is no policy for ${target}: ${where}: ${issue!.message}.`);
}
