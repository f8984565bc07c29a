/**
 * The files of the search index. All are JSON, deflated (RFC 1951) so that their size depends on no host.
 *
 * Servers and tools are numbered: a server, then its tools, then the next server. A term's list names its numbers in
 * order, each as the difference to the one before times `CODES` plus what kind of thing it is, so that level and
 * category can be asked for without another file. Terms stand sorted in shards of bounded size, so that the directory
 * need only hold the first of each and words that begin alike stand together. Long lists have a head in the shard and
 * the rest in chunks, which are fetched only as far as an answer needs them.
 */
import {
  CATEGORIES,
  FLAGS,
  RISK_LEVELS,
  type Category,
  type Flag,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';

/** Changes whenever old files cannot be read any more. */
export const FORMAT = 1;

/** Tools have the codes 0 to 15, servers 16 to 20. */
export const CODES = 21;
const SERVER = 16;

/** Documents per file of documents. */
export const BLOCK = 32;
/** Postings in a shard, and in each chunk behind it. */
export const HEAD = 1024;
export const CHUNK = 2048;

export const FACET_TERMS = {
  server: '=server',
  level: (level: RiskLevel): string => `=level:${level}`,
  category: (category: Category): string => `=category:${category}`,
  flag: (flag: Flag): string => `=flag:${flag}`,
  mismatch: '=mismatch',
} as const;

/** Where each file is found; `names` holds words of names, `texts` words of names and descriptions. */
export interface Directory {
  format: number;
  /** The folder of the other files, below the directory's own. */
  folder: string;
  documents: number;
  servers: number;
  tools: number;
  /** How many shards whole names are spread over (exact.ts). */
  exact: number;
  /** The first term of each shard. */
  names: string[];
  texts: string[];
  /** Words of names for misspellings, by their beginnings and, spelled backwards, by their ends. */
  spelling: string[];
  spellingBackwards: string[];
  /** Keys by which clients' configurations name servers. */
  keys: string[];
}

/** Some terms with their lists. */
export interface Shard {
  terms: string[];
  /** How many documents have the term. */
  counts: number[];
  heads: number[][];
  /** For terms with more than a head: first chunk's number, and each chunk's first document. */
  tails: Record<number, { chunk: number; from: number[] }>;
}

/** Words and how many documents have them. */
export interface SpellingShard {
  words: string[];
  counts: number[];
}

/** Keys and the ids of the servers that they mean. */
export interface KeyShard {
  keys: string[];
  servers: string[][];
}

/** A block of documents. A tool's server is given by its place in `servers`; a server's entry has no name of its own. */
export interface Block {
  servers: [id: string, name: string][];
  documents: (ToolEntry | ServerEntry)[];
}

/** `slug` is 0 where it is the name; `flags` has a bit for each of `FLAGS`. */
export type ToolEntry = [
  server: number,
  code: number,
  name: string,
  slug: string | 0,
  flags: number,
  about: string,
];
export type ServerEntry = [server: number, code: number, tools: number, about: string];

export function toolCode(category: Category, level: RiskLevel): number {
  return RISK_LEVELS.indexOf(level) * CATEGORIES.length + CATEGORIES.indexOf(category);
}

/** A server has the level of its riskiest tool; without tools it has none. */
export function serverCode(level: RiskLevel | undefined): number {
  return SERVER + (level === undefined ? RISK_LEVELS.length : RISK_LEVELS.indexOf(level));
}

export const isServerCode = (code: number): boolean => code >= SERVER;

export function levelOf(code: number): RiskLevel | undefined {
  return RISK_LEVELS[isServerCode(code) ? code - SERVER : Math.floor(code / CATEGORIES.length)];
}

export function categoryOf(code: number): Category | undefined {
  return isServerCode(code) ? undefined : CATEGORIES[code % CATEGORIES.length];
}

export function flagBits(flags: readonly Flag[]): number {
  return flags.reduce((bits, flag) => bits | (1 << FLAGS.indexOf(flag)), 0);
}

export function flagsOf(bits: number): Flag[] {
  return FLAGS.filter((_, i) => (bits & (1 << i)) !== 0);
}

/** Which of the shards, by their first entries, would hold `key`; -1 where it sorts before all. */
export function shardOf(firsts: readonly string[], key: string): number {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (firsts[middle]! <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
