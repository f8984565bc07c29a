/** Walks through lists of documents together, fetching no more of them than the walk comes to. */
import { CODES } from './format.ts';
import { chunk, type Entry, type Files } from './files.ts';

/** A place in one term's list. Chunk -1 is the head. */
interface Cursor {
  entry: Entry;
  chunk: number;
  part: number[];
  at: number;
  /** The document at this place, its kind; `END` behind the last. */
  document: number;
  code: number;
}

export const END = Infinity;

/** Terms of which any will do: a word, its longer forms, or what it was probably meant to be. */
export type Alternatives = readonly Entry[];

/** A document that has all that was asked for. */
export interface Match {
  document: number;
  code: number;
}

/** What a walk goes through. Documents come in their order; `accepts` says whether one's kind is wanted. */
export interface Walk {
  files: Files;
  groups: Cursor[][];
  accepts: (code: number) => boolean;
  budget: Budget;
  next: number;
}

/** How many chunks may still be fetched; below none the walk ends early. All walks of an answer share it. */
export interface Budget {
  chunks: number;
}

/** A walk through the documents that have one of each group's terms. */
export function startWalk(
  files: Files,
  groups: readonly Alternatives[],
  accepts: (code: number) => boolean,
  budget: Budget,
): Walk {
  const sum = (entries: Alternatives): number => entries.reduce((all, { count }) => all + count, 0);
  // The rarest leads, so that the others are only looked up where it goes.
  const ordered = groups.toSorted((a, b) => sum(a) - sum(b));
  return { files, groups: ordered.map((entries) => entries.map(cursor)), accepts, budget, next: 0 };
}

function cursor(entry: Entry): Cursor {
  const start = { entry, chunk: -1, part: entry.head, at: -1, document: -1, code: 0 };
  step(start);
  return start;
}

/** The next match of the walk, or undefined at its end. */
export async function nextMatch(walk: Walk): Promise<Match | undefined> {
  for (;;) {
    const found = await agree(walk, walk.next);
    if (found === undefined) return undefined;
    walk.next = found.document + 1;
    if (walk.accepts(found.code)) return found;
  }
}

/** The first document from `wanted` on that every group has. */
async function agree(walk: Walk, wanted: number): Promise<Match | undefined> {
  let candidate = wanted;
  let code = 0;
  for (let i = 0; i < walk.groups.length; i++) {
    let nearest = END;
    for (const one of walk.groups[i]!) {
      if (one.document < candidate && !skip(one, candidate)) await seek(walk, one, candidate);
      if (one.document < nearest) {
        nearest = one.document;
        code = one.code;
      }
    }
    if (nearest === END || walk.budget.chunks < 0) return undefined;
    // Back to the rarest: the long lists are only looked into where all shorter ones agree.
    if (nearest > candidate && i > 0) i = -1;
    candidate = nearest;
  }
  return walk.groups.length === 0 ? undefined : { document: candidate, code };
}

/** Moves on within the part that is here. Whether the place was reached, which it is most often. */
function skip(one: Cursor, wanted: number): boolean {
  const following = one.entry.tail?.from[one.chunk + 1] ?? END;
  if (following <= wanted) return false;
  while (one.document < wanted) step(one);
  return one.document !== END || following === END;
}

/** Moves to the first document from `wanted` on; chunks that end before it are not fetched. */
async function seek(walk: Walk, one: Cursor, wanted: number): Promise<void> {
  const from = one.entry.tail?.from ?? [];
  let target = one.chunk;
  while (target + 1 < from.length && from[target + 1]! <= wanted) target++;
  if (target > one.chunk) await enter(walk, one, target);
  for (;;) {
    while (one.document < wanted) step(one);
    if (one.document !== END || one.chunk + 1 >= from.length) return;
    await enter(walk, one, one.chunk + 1);
  }
}

async function enter({ files, budget }: Walk, one: Cursor, number: number): Promise<void> {
  one.part = --budget.chunks < 0 ? [] : await chunk(files, one.entry, number);
  one.chunk = number;
  one.at = -1;
  one.document = -1;
  step(one);
}

function step(one: Cursor): void {
  one.at++;
  const value = one.part[one.at];
  if (value === undefined) {
    one.document = END;
    return;
  }
  const base = one.at === 0 ? 0 : one.document;
  one.document = base + Math.floor(value / CODES);
  one.code = value % CODES;
}
