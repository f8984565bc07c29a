/** The search index of a catalogue, file by file; what it means stands in format.ts. */
import type { Catalogue } from '../../../catalogue/store/reads.ts';
import {
  findableServer,
  findableServers,
  findableTools,
  type FindableServer,
} from '../../../catalogue/store/read-findable.ts';
import { rank, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { clip, firstSentence, visible } from '../text/visible.ts';
import { foundTool, type FoundTool } from '../view/facts.ts';
import { writeExact } from './exact.ts';
import {
  BLOCK,
  FACET_TERMS,
  flagBits,
  FORMAT,
  serverCode,
  toolCode,
  type Block,
  type Directory,
  type KeyShard,
} from './format.ts';
import { keysOf } from './keys.ts';
import {
  addDocument,
  codesOf,
  newCollection,
  numbersOf,
  transpose,
  type Collection,
  type Lists,
} from './postings.ts';
import { cut, writeLists, writeSpelling, type IndexFile } from './shards.ts';
import { nameOf, nameTerms, textTerms, words } from './terms.ts';

const ABOUT = 90;
const NAME = 120;
const KEY_SIZE = 20_000;
/** More servers than this under one key are not told apart by it. */
const PER_KEY = 20;

/** A directory whose folder the caller names. */
type Contents = Omit<Directory, 'folder'>;

/** What is known of a server's tools without reading them; nothing where they have to be read. */
export type KnownTools = (serverId: string) => readonly FoundTool[] | undefined;

/** Everything but the directory, which the caller writes when it knows the folder's name. */
export function* indexFiles(db: Catalogue, known: KnownTools): Generator<IndexFile, Contents> {
  const directory = emptyDirectory();
  const collection = newCollection();
  yield* writeKeys(db, directory.keys);
  yield* writeBlocks({ db, known }, collection, directory);
  const codes = codesOf(collection);
  directory.documents = codes.length;
  for (const shard of writeExact(numbersOf(collection), codes))
    yield { path: `x${directory.exact++}`, text: JSON.stringify(shard) };
  const terms = [...collection.ids.keys()].sort();
  yield* writeNames(terms, collection, codes, directory);
  yield* writeTexts(terms, collection, codes, directory);
  return directory;
}

function emptyDirectory(): Contents {
  const counts = { format: FORMAT, documents: 0, servers: 0, tools: 0, exact: 0 };
  return { ...counts, names: [], texts: [], spelling: [], spellingBackwards: [], keys: [] };
}

/** Lists by term, in two functions of their own, so that the first ones are gone before the second are made. */
function* writeNames(
  terms: readonly string[],
  collection: Collection,
  codes: Uint8Array,
  directory: Contents,
): Generator<IndexFile> {
  const lists = transpose(collection, true);
  yield* writeLists('n', terms, { ids: collection.ids, lists, codes }, directory.names);
  yield* writeWords(terms, collection, lists, directory);
}

function* writeTexts(
  terms: readonly string[],
  collection: Collection,
  codes: Uint8Array,
  directory: Contents,
): Generator<IndexFile> {
  const lists = transpose(collection, false);
  const plain = terms.filter((term) => !term.startsWith('='));
  yield* writeLists('t', plain, { ids: collection.ids, lists, codes }, directory.texts);
}

/** Ids of servers; those whose names have fewer words come first: what is asked for is a larger part of them. */
function serversByRank(db: Catalogue): string[] {
  const lengths = new Map<string, number>();
  for (const { id, name } of findableServers(db)) lengths.set(id, words(name).length);
  return [...lengths.keys()].sort((a, b) => lengths.get(a)! - lengths.get(b)!);
}

/** Numbers all documents, collects their terms, and writes what results show of them. */
function* writeBlocks(
  { db, known }: { db: Catalogue; known: KnownTools },
  collection: Collection,
  directory: Contents,
): Generator<IndexFile> {
  let block: Block = { servers: [], documents: [] };
  let blocks = 0;
  for (const id of serversByRank(db)) {
    const server = findableServer(db, id)!;
    const tools = known(id) ?? findableTools(db, id).map(foundTool);
    directory.servers++;
    directory.tools += tools.length;
    for (const one of [undefined, ...riskiestFirst(tools)]) {
      const code = addOne(collection, server, tools, one);
      block.documents.push(entry(block, server, tools, one, code));
      if (block.documents.length < BLOCK) continue;
      yield { path: `d${blocks++}`, text: JSON.stringify(block) };
      block = { servers: [], documents: [] };
    }
  }
  if (block.documents.length > 0) yield { path: `d${blocks}`, text: JSON.stringify(block) };
}

function riskiestFirst(tools: readonly FoundTool[]): FoundTool[] {
  return tools.toSorted((a, b) => rank(RISK_LEVELS, b.riskLevel) - rank(RISK_LEVELS, a.riskLevel));
}

/** Adds a server, or one of its tools, which is found by its server's name as well. Says its code. */
function addOne(
  collection: Collection,
  { name, listing }: FindableServer,
  tools: readonly FoundTool[],
  tool: FoundTool | undefined,
): number {
  if (tool) {
    const { category, riskLevel } = tool;
    const code = toolCode(category, riskLevel);
    const names = [...facetsOf(tool), ...nameTerms(tool.name), ...nameTerms(name)];
    addDocument(collection, {
      code,
      name: nameOf(tool.name),
      names,
      texts: tool.terms ? tool.terms.split(' ') : [],
    });
    return code;
  }
  const code = serverCode(riskiestFirst(tools)[0]?.riskLevel);
  const { id, otherNames = [], publisher, summary } = listing;
  const names = [FACET_TERMS.server, ...[name, id, ...otherNames].flatMap(nameTerms)];
  addDocument(collection, { code, name: nameOf(name), names, texts: textTerms(`${publisher} ${summary}`) });
  return code;
}

function facetsOf({ category, riskLevel, flags, mismatches }: FoundTool): string[] {
  return [
    FACET_TERMS.level(riskLevel),
    FACET_TERMS.category(category),
    ...flags.map(FACET_TERMS.flag),
    ...(mismatches.length > 0 ? [FACET_TERMS.mismatch] : []),
  ];
}

function entry(
  block: Block,
  { id, name, listing }: FindableServer,
  tools: readonly FoundTool[],
  tool: FoundTool | undefined,
  code: number,
): Block['documents'][number] {
  if (block.servers.at(-1)?.[0] !== id) block.servers.push([id, shown(name, NAME)]);
  const server = block.servers.length - 1;
  if (!tool) return [server, code, tools.length, brief(firstSentence(listing.summary, ABOUT))];
  const slug = tool.slug === tool.name ? 0 : tool.slug;
  return [server, code, shown(tool.name, NAME), slug, flagBits(tool.flags), brief(tool.says)];
}

const shown = (text: string, max: number): string => visible(clip(text.replace(/\s+/g, ' '), max));

/** A sentence, cut between two words where it is long. */
function brief(sentence: string): string {
  return visible(clip(sentence, ABOUT)).replace(/\s+\S*…$/, ' …');
}

/** The words of names for misspellings, once by their beginnings and once by their ends. */
function* writeWords(
  terms: readonly string[],
  { ids }: Collection,
  { starts }: Lists,
  directory: Contents,
): Generator<IndexFile> {
  const known = terms
    .filter((term) => term.length > 3 && /^\p{L}+$/u.test(term))
    .map((term): [string, number] => [term, starts[ids.get(term)! + 1]! - starts[ids.get(term)!]!])
    .filter(([, count]) => count > 0);
  yield* writeSpelling('w', known, directory.spelling);
  const backwards = known.map(([word, count]): [string, number] => [[...word].reverse().join(''), count]);
  yield* writeSpelling('r', backwards.sort(byKey), directory.spellingBackwards);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function* writeKeys(db: Catalogue, firsts: string[]): Generator<IndexFile> {
  const servers = new Map<string, string[]>();
  for (const { id, name, listing, package: installed } of findableServers(db)) {
    const names = [name, id, ...(listing.otherNames ?? [])];
    for (const key of keysOf(names, listing.source, installed)) {
      const ids = servers.get(key);
      if (!ids) servers.set(key, [id]);
      else if (ids.length < PER_KEY) ids.push(id);
    }
  }
  const text = (part: [string, string[]][]): string => {
    const shard: KeyShard = { keys: part.map(([key]) => key), servers: part.map(([, ids]) => ids) };
    return JSON.stringify(shard);
  };
  const size = ([key, ids]: [string, string[]]): number => key.length + ids.join().length + 8;
  yield* cut([...servers].sort(byKey), 'k', firsts, KEY_SIZE, size, text);
}
