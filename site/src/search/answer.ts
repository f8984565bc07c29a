/** Answers a question from the index: first what has exactly this name, then what names the words, then what says them. */
import {
  CATEGORIES,
  RISK_LEVELS,
  type Category,
  type Flag,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';
import {
  block,
  entriesBeginning,
  exactEntry,
  namedEntry,
  type Entry,
  type Files,
  type Index,
} from './files.ts';
import { BLOCK, categoryOf, FACET_TERMS, flagsOf, isServerCode, levelOf, type ToolEntry } from './format.ts';
import { nextMatch, startWalk, type Alternatives } from './match.ts';
import type { Question } from './question.ts';
import { respell } from './spelling.ts';
import { nameOf, words } from './terms.ts';

/** A tool that was found. All texts are visible ones, safe as text content. */
export interface FoundTool {
  server: { id: string; name: string };
  name: string;
  slug: string;
  level: RiskLevel;
  category: Category;
  flags: Flag[];
  about: string;
}

/** A server that was found; without tools nobody knows its level. */
export interface FoundServer {
  id: string;
  name: string;
  level: RiskLevel | undefined;
  tools: number;
  about: string;
}

export interface Answer {
  servers: FoundServer[];
  tools: FoundTool[];
  /** Whether there are more than were wanted. */
  moreServers: boolean;
  moreTools: boolean;
  /** Words that are probably misspelled, what was looked for as well, and whether nothing has the word as it is. */
  respelled: { asked: string; meant: string[]; unknown: boolean }[];
}

/** How many are wanted of each, and how many parts of long lists may be fetched for them. */
export interface Wanted {
  servers: number;
  tools: number;
  chunks: number;
}

/** What is fetched before a first answer stays below 150 KB. */
export const FIRST_PAGE: Wanted = { servers: 5, tools: 20, chunks: 8 };

const MOST_WORDS = 8;
const LONGER_FORMS = 4;
/** A word that so many have is taken for the whole word, not for the beginning of one. */
const FREQUENT = 50;
const SPELLINGS = 3;
/** A word that so few have may well be a misspelling of theirs. */
const RARE = 5;
/** So few results make it likely that a word is misspelled. */
const FEW = 5;

/** One word as it was asked, and the terms that stand for it. */
interface Word {
  asked: string;
  names: Entry[];
  texts: Entry[];
}

export async function answer(files: Files, question: Question, wanted: Wanted): Promise<Answer> {
  const asked = [...new Set(words(question.text))].slice(0, MOST_WORDS);
  const open = !/\s$/.test(question.text);
  const found = await Promise.all(
    asked.map((word, i) => wordOf(files, word, open && i === asked.length - 1)),
  );
  const first = await respelled(files, question.text, found, isUnknown);
  const result = await collect(files, question, first, wanted);
  const many = result.servers.length + result.tools.length;
  if (many >= FEW || asked.length === 0) return result;
  const doubtful = (word: Word): boolean => isOnlyBegun(word) || (many === 0 && isRare(word));
  const second = await respelled(files, question.text, found, doubtful);
  return second.respelled.length > 0 ? collect(files, question, second, wanted) : result;
}

const isUnknown = ({ names, texts }: Word): boolean => names.length + texts.length === 0;
const isRare = ({ names, texts }: Word): boolean => [...names, ...texts].every(({ count }) => count < RARE);
/** Nothing has the word itself, but only longer ones that begin so. */
const isOnlyBegun = ({ asked, names, texts }: Word): boolean =>
  [...names, ...texts].every(({ term }) => term !== asked);

interface Reading {
  words: Word[];
  respelled: Answer['respelled'];
}

/** The word of the text that a term was made of. */
function asTyped(text: string, term: string): string {
  return text.split(/\s+/).find((word) => words(word).includes(term)) ?? term;
}

/** The words, with those that `doubtful` picks out replaced by what was probably meant. */
async function respelled(
  files: Files,
  text: string,
  found: readonly Word[],
  doubtful: (word: Word) => boolean,
): Promise<Reading> {
  const corrections: Answer['respelled'] = [];
  const read = await Promise.all(
    found.map(async (word) => {
      if (!doubtful(word)) return word;
      const meant = await respell(files, word.asked, SPELLINGS);
      if (meant.length === 0) return word;
      corrections.push({ asked: asTyped(text, word.asked), meant, unknown: isUnknown(word) });
      const parts = await Promise.all(meant.map((one) => wordOf(files, one, false)));
      return {
        asked: word.asked,
        names: [...word.names, ...parts.flatMap(({ names }) => names)],
        texts: [...word.texts, ...parts.flatMap(({ texts }) => texts)],
      };
    }),
  );
  return { words: read, respelled: corrections };
}

/** The lists of a word; its texts are only fetched where no name has it. */
async function wordOf(files: Files, word: string, open: boolean): Promise<Word> {
  const names = await listsOf(files, 'names', word, open);
  return { asked: word, names, texts: names.length > 0 ? [] : await listsOf(files, 'texts', word, open) };
}

async function listsOf(files: Files, index: Index, word: string, open: boolean): Promise<Entry[]> {
  const exact = await exactEntry(files, index, word);
  if (exact && (!open || exact.count >= FREQUENT)) return [exact];
  const longer = await entriesBeginning(files, index, word, LONGER_FORMS);
  return [...(exact ? [exact] : []), ...longer.filter(({ term }) => term !== word)];
}

/** Documents of one kind as they are found, in the order of how well they fit. */
interface Kept {
  documents: Set<number>;
  wanted: number;
}

async function collect(
  files: Files,
  question: Question,
  { words: read, respelled: corrections }: Reading,
  wanted: Wanted,
): Promise<Answer> {
  const servers: Kept = { documents: new Set(), wanted: question.kind === 'tools' ? 0 : wanted.servers };
  const tools: Kept = { documents: new Set(), wanted: question.kind === 'servers' ? 0 : wanted.tools };
  const budget = { chunks: wanted.chunks };
  const facets = await facetGroups(files, question);
  const wantsServers = servers.wanted > 0 && facets.length === 0 && question.categories.length === 0;
  const fill = async (groups: readonly Alternatives[], kept: Kept, ofServers: boolean): Promise<void> => {
    if (groups.length === 0 || groups.some((entries) => entries.length === 0)) return;
    const walk = startWalk(files, groups, accepts(question, ofServers), budget);
    while (kept.documents.size <= kept.wanted) {
      const match = await nextMatch(walk);
      if (!match) return;
      kept.documents.add(match.document);
    }
  };
  const both = async (groups: readonly Alternatives[], only: Alternatives[]): Promise<void> => {
    if (wantsServers && groups.length > 0) await fill([...groups, ...only], servers, true);
    if (tools.wanted > 0) await fill([...groups, ...facets], tools, false);
  };
  const serverList = [await entryList(files, FACET_TERMS.server)];
  if (read.length === 0) {
    if (wantsServers && isAboutServers(question)) await fill(serverList, servers, true);
    if (tools.wanted > 0)
      await fill(facets.length > 0 ? facets : [await anyOf(files, question)], tools, false);
  } else {
    await both([await namedEntry(files, nameOf(question.text))], []);
    await both(
      read.map(({ names }) => names),
      serverList,
    );
    if (tools.documents.size <= tools.wanted || servers.documents.size === 0) {
      const texts = await Promise.all(read.map((word) => textsOf(files, word, question.text)));
      await both(texts, serverList);
    }
  }
  return {
    servers: await foundServers(files, servers),
    tools: await foundTools(files, tools),
    moreServers: servers.documents.size > servers.wanted && servers.wanted > 0,
    moreTools: tools.wanted > 0 && (tools.documents.size > tools.wanted || budget.chunks < 0),
    respelled: corrections,
  };
}

const isAboutServers = ({ kind, levels }: Question): boolean => kind === 'servers' || levels.length > 0;

/** The lists of everything that says the word, once names alone were not enough. */
async function textsOf(files: Files, word: Word, text: string): Promise<Entry[]> {
  if (word.texts.length > 0) return word.texts;
  const open = !/\s$/.test(text) && words(text).at(-1) === word.asked;
  const found = await listsOf(files, 'texts', word.asked, open);
  const others = word.names.filter(({ term }) => !found.some((entry) => entry.term === term));
  return [...found, ...others];
}

async function entryList(files: Files, term: string): Promise<Entry[]> {
  const entry = await exactEntry(files, 'names', term);
  return entry ? [entry] : [];
}

/** A group for each facet that is no part of a document's code. */
function facetGroups(files: Files, { flags, mismatch }: Question): Promise<Entry[][]> {
  const terms = [...flags.map(FACET_TERMS.flag), ...(mismatch ? [FACET_TERMS.mismatch] : [])];
  return Promise.all(terms.map((term) => entryList(files, term)));
}

/** All tools of the levels or categories asked for. */
async function anyOf(files: Files, { levels, categories }: Question): Promise<Entry[]> {
  const terms =
    categories.length > 0
      ? categories.map(FACET_TERMS.category)
      : (levels.length > 0 ? levels : RISK_LEVELS).map(FACET_TERMS.level);
  return (await Promise.all(terms.map((term) => entryList(files, term)))).flat();
}

function accepts({ levels, categories }: Question, ofServers: boolean): (code: number) => boolean {
  return (code) => {
    if (isServerCode(code) !== ofServers) return false;
    const level = levelOf(code);
    if (levels.length > 0 && (level === undefined || !levels.includes(level))) return false;
    const category = categoryOf(code);
    return categories.length === 0 || (category !== undefined && categories.includes(category));
  };
}

async function entriesAt(files: Files, { documents, wanted }: Kept) {
  return Promise.all(
    [...documents].slice(0, wanted).map(async (document) => {
      const { servers, documents: entries } = await block(files, Math.floor(document / BLOCK));
      const entry = entries[document % BLOCK]!;
      const [id, name] = servers[entry[0]]!;
      return { server: { id, name }, entry };
    }),
  );
}

async function foundServers(files: Files, kept: Kept): Promise<FoundServer[]> {
  return (await entriesAt(files, kept)).map(({ server: { id, name }, entry }) => {
    const [, code, tools, about] = entry as [number, number, number, string];
    return { id, name, level: levelOf(code), tools, about };
  });
}

async function foundTools(files: Files, kept: Kept): Promise<FoundTool[]> {
  return (await entriesAt(files, kept)).map(({ server, entry }) => {
    const [, code, name, slug, flags, about] = entry as ToolEntry;
    return {
      ...{ server, name, about },
      slug: slug === 0 ? name : slug,
      level: levelOf(code)!,
      category: categoryOf(code) ?? CATEGORIES[0],
      flags: flagsOf(flags),
    };
  });
}
