/** Long answers, cut into pages. */
import { z } from 'zod';

/** How many items a page has at most, and where it begins. */
export const PageInput = {
  limit: z.int().min(1).max(100).default(20).describe('How many at most.'),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'Give the nextCursor of a former answer.')
    .optional()
    .describe('The nextCursor of the former answer, for what follows it.'),
};

/** Where the next page begins; absent after the last. */
export const PageOutput = { nextCursor: z.string().optional() };

/** One page of `items`, which need not be asked for more than one item beyond it. */
export function page<T>(
  items: Iterable<T>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { items: T[]; nextCursor?: string } {
  const from = Number(cursor ?? 0);
  const found: T[] = [];
  let position = 0;
  for (const item of items) {
    if (position >= from + limit) return { items: found, nextCursor: String(from + limit) };
    if (position >= from) found.push(item);
    position++;
  }
  return { items: found };
}
