/** Fetches the files of the index, each once. */
import { exactList, exactShardOf, nameNumber, type ExactShard } from './exact.ts';
import {
  shardOf,
  type Block,
  type Directory,
  type KeyShard,
  type Shard,
  type SpellingShard,
} from './format.ts';

/** Gives the text of a file of the index, inflated. @throws where there is none */
export type Load = (path: string) => Promise<string>;

/** The files of one index as far as they were needed. */
export interface Files {
  directory: Directory;
  load: Load;
  kept: Map<string, Promise<unknown>>;
}

/** How many files are kept: enough for many questions, few enough for a small device. */
const KEPT = 400;

export function openFiles(directory: Directory, load: Load): Files {
  return { directory, load, kept: new Map() };
}

function file<T>({ load, kept, directory }: Files, name: string): Promise<T> {
  const known = kept.get(name);
  if (known) return known as Promise<T>;
  const read = load(`${directory.folder}/${name}`).then((text) => JSON.parse(text) as T);
  // What could not be fetched may be there the next time.
  read.catch(() => kept.delete(name));
  kept.set(name, read);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return read;
}

/** One term's list as its shard has it. */
export interface Entry {
  index: Index;
  term: string;
  count: number;
  head: number[];
  tail: { chunk: number; from: number[] } | undefined;
}

/** Which of the two sets of lists: words of names, or words of everything. */
export type Index = 'names' | 'texts';
const PREFIX: Record<Index, string> = { names: 'n', texts: 't' };

/** The list of a term, or undefined where nothing has it. */
export async function exactEntry(files: Files, index: Index, term: string): Promise<Entry | undefined> {
  const number = shardOf(files.directory[index], term);
  if (number < 0) return undefined;
  const shard = await file<Shard>(files, `${PREFIX[index]}${number}`);
  const at = shardOf(shard.terms, term);
  return shard.terms[at] === term ? entryAt(shard, index, at) : undefined;
}

/** The list of the documents of exactly this name. */
export async function namedEntry(files: Files, name: string): Promise<Entry[]> {
  const number = nameNumber(name);
  const shard = await file<ExactShard>(files, `x${exactShardOf(number, files.directory.exact)}`);
  const head = exactList(shard, number);
  if (head.length === 0) return [];
  return [{ index: 'names', term: name, count: head.length, head, tail: undefined }];
}

/** The most frequent terms that begin so, as far as they stand in one shard. */
export async function entriesBeginning(
  files: Files,
  index: Index,
  start: string,
  most: number,
): Promise<Entry[]> {
  const number = Math.max(0, shardOf(files.directory[index], start));
  if (files.directory[index].length === 0) return [];
  const shard = await file<Shard>(files, `${PREFIX[index]}${number}`);
  const found: number[] = [];
  for (let at = Math.max(0, shardOf(shard.terms, start)); at < shard.terms.length; at++) {
    if (shard.terms[at]!.startsWith(start)) found.push(at);
    else if (shard.terms[at]! > start) break;
  }
  return found
    .sort((a, b) => shard.counts[b]! - shard.counts[a]!)
    .slice(0, most)
    .map((at) => entryAt(shard, index, at));
}

function entryAt(shard: Shard, index: Index, at: number): Entry {
  const { terms, counts, heads, tails } = shard;
  return { index, term: terms[at]!, count: counts[at]!, head: heads[at]!, tail: tails[at] };
}

/** A later part of a long list. */
export function chunk(files: Files, { index, tail }: Entry, number: number): Promise<number[]> {
  return file<number[]>(files, `${PREFIX[index]}c${tail!.chunk + number}`);
}

export function block(files: Files, number: number): Promise<Block> {
  return file<Block>(files, `d${number}`);
}

/** All shards of spellings that may hold words with this beginning; at most three, for short beginnings have many. */
export async function spellingShards(
  files: Files,
  backwards: boolean,
  start: string,
): Promise<SpellingShard[]> {
  const firsts = backwards ? files.directory.spellingBackwards : files.directory.spelling;
  if (firsts.length === 0) return [];
  const from = Math.max(0, shardOf(firsts, start));
  const to = Math.max(from, shardOf(firsts, `${start}\uffff`));
  const numbers = Array.from({ length: Math.min(3, to - from + 1) }, (_, i) => from + i);
  return Promise.all(numbers.map((n) => file<SpellingShard>(files, `${backwards ? 'r' : 'w'}${n}`)));
}

/** The ids of the servers that a key names. */
export async function serversByKey(files: Files, key: string): Promise<string[]> {
  const number = shardOf(files.directory.keys, key);
  if (number < 0) return [];
  const shard = await file<KeyShard>(files, `k${number}`);
  const at = shardOf(shard.keys, key);
  return shard.keys[at] === key ? shard.servers[at]! : [];
}
