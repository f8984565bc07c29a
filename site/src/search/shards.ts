/** Lists by term, cut into shards and chunks. */
import { CHUNK, CODES, HEAD, type Shard, type SpellingShard } from './format.ts';
import type { Lists } from './postings.ts';

/** Characters of JSON in one shard; deflated that is a third. */
const SHARD_SIZE = 16_000;
const SPELLING_SIZE = 14_000;

/** A file of the index before it is deflated. */
export interface IndexFile {
  path: string;
  text: string;
}

/** Lists by the id of their term, and what kind of thing each document is. */
interface Written {
  ids: ReadonlyMap<string, number>;
  lists: Lists;
  codes: Uint8Array;
}

/** Writes lists as shards `{prefix}{n}` and chunks; `firsts` is told the first term of each shard. */
export function* writeLists(
  prefix: string,
  terms: readonly string[],
  { ids, lists, codes }: Written,
  firsts: string[],
): Generator<IndexFile> {
  let shard = newShard();
  let size = 0;
  let chunks = 0;
  let last = '';
  for (const term of terms) {
    const id = ids.get(term)!;
    const documents = lists.documents.subarray(lists.starts[id], lists.starts[id + 1]);
    if (documents.length === 0) continue;
    const head = encode(documents.subarray(0, HEAD), codes);
    const length = term.length + 4 * head.length + 12;
    if (size > 0 && size + length > SHARD_SIZE) {
      yield { path: `${prefix}${firsts.length - 1}`, text: JSON.stringify(shard) };
      shard = newShard();
      size = 0;
    }
    if (size === 0) firsts.push(between(last, term));
    last = term;
    size += length;
    shard.terms.push(term);
    shard.counts.push(documents.length);
    shard.heads.push(head);
    if (documents.length <= HEAD) continue;
    const from: number[] = [];
    shard.tails[shard.terms.length - 1] = { chunk: chunks, from };
    for (let at = HEAD; at < documents.length; at += CHUNK) {
      from.push(documents[at]!);
      const chunk = encode(documents.subarray(at, at + CHUNK), codes);
      yield { path: `${prefix}c${chunks++}`, text: JSON.stringify(chunk) };
    }
    size += 8 * from.length;
  }
  if (size > 0) yield { path: `${prefix}${firsts.length - 1}`, text: JSON.stringify(shard) };
}

/** The shortest beginning of `term` that sorts behind `last`: enough to tell where a shard begins. */
function between(last: string, term: string): string {
  let length = 1;
  while (length < term.length && term.slice(0, length) <= last) length++;
  return term.slice(0, length);
}

function newShard(): Shard {
  return { terms: [], counts: [], heads: [], tails: {} };
}

/** Each part begins anew at its first document, so that it can be read without those before it. */
function encode(documents: Uint32Array, codes: Uint8Array): number[] {
  const encoded = new Array<number>(documents.length);
  let last = 0;
  for (let i = 0; i < documents.length; i++) {
    const document = documents[i]!;
    encoded[i] = (document - last) * CODES + codes[document]!;
    last = document;
  }
  return encoded;
}

/** Sorted words with their counts, as shards. */
export function* writeSpelling(
  prefix: string,
  sorted: readonly (readonly [word: string, count: number])[],
  firsts: string[],
): Generator<IndexFile> {
  const each = (shard: SpellingShard): string => JSON.stringify(shard);
  yield* cut(
    sorted,
    prefix,
    firsts,
    SPELLING_SIZE,
    ([word]) => word.length + 6,
    (part) => each({ words: part.map(([word]) => word), counts: part.map(([, count]) => count) }),
  );
}

/** Sorted entries cut into files of about `limit` characters; an entry is a pair whose first is its key. */
export function* cut<T extends readonly [string, ...unknown[]]>(
  sorted: Iterable<T>,
  prefix: string,
  firsts: string[],
  limit: number,
  sizeOf: (entry: T) => number,
  textOf: (part: T[]) => string,
): Generator<IndexFile> {
  let part: T[] = [];
  let size = 0;
  let last = '';
  for (const entry of sorted) {
    if (part.length === 0) firsts.push(between(last, entry[0]));
    last = entry[0];
    part.push(entry);
    size += sizeOf(entry);
    if (size < limit) continue;
    yield { path: `${prefix}${firsts.length - 1}`, text: textOf(part) };
    part = [];
    size = 0;
  }
  if (part.length > 0) yield { path: `${prefix}${firsts.length - 1}`, text: textOf(part) };
}
