/**
 * Names as a whole, by a number made of each: a name of which nothing else is known needs no text of its own in the
 * index. The numbers spread evenly, so that the shard of a name can be computed.
 */
import { CODES } from './format.ts';

/** How many names one shard has on average. */
const PER_SHARD = 700;
const RANGE = 2 ** 48;

/** Numbers of names, ascending, each as the difference to the one before, and the document of each. */
export interface ExactShard {
  names: number[];
  /** Twenty-one times the document's number, plus its kind, as in lists. */
  documents: number[];
}

/** A number from 0 to 2^48 for a name, spread evenly (two rounds of FNV-1a with a final mixing). */
export function nameNumber(name: string): number {
  const low = mixed(name, 0x811c9dc5);
  const high = mixed(name, 0x9747b28c) & 0xffff;
  return high * 2 ** 32 + low;
}

function mixed(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How many shards so many names are spread over. */
export const exactShards = (names: number): number => Math.max(1, Math.ceil(names / PER_SHARD));

/** Which of them has a name. */
export const exactShardOf = (number: number, shards: number): number => Math.floor((number / RANGE) * shards);

/** All shards of the names of documents: `numbers[i]` is that of document `i`, or -1. */
export function* writeExact(numbers: Float64Array, codes: Uint8Array): Generator<ExactShard> {
  const named = Uint32Array.from(numbers.keys()).filter((document) => numbers[document]! >= 0);
  named.sort((a, b) => numbers[a]! - numbers[b]! || a - b);
  const shards = exactShards(named.length);
  let at = 0;
  for (let shard = 0; shard < shards; shard++) {
    const found: ExactShard = { names: [], documents: [] };
    let last = 0;
    for (; at < named.length && exactShardOf(numbers[named[at]!]!, shards) === shard; at++) {
      const document = named[at]!;
      found.names.push(numbers[document]! - last);
      found.documents.push(document * CODES + codes[document]!);
      last = numbers[document]!;
    }
    yield found;
  }
}

/** The documents of a name in its shard, as a list is written: each as the difference to the one before. */
export function exactList({ names, documents }: ExactShard, wanted: number): number[] {
  const list: number[] = [];
  let number = 0;
  let last = 0;
  for (let i = 0; i < names.length && number <= wanted; i++) {
    number += names[i]!;
    if (number !== wanted) continue;
    const document = Math.floor(documents[i]! / CODES);
    list.push((document - last) * CODES + (documents[i]! % CODES));
    last = document;
  }
  return list;
}
