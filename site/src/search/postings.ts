/** Which documents have which terms, kept in few flat arrays: half a million tools fit in some 200 MB. */
import { nameNumber } from './exact.ts';

const GROWTH = 1 << 20;
/** A description is indexed by its first words. */
const TEXT_TERMS = 32;

/** A growing list of 32-bit numbers. */
interface Numbers {
  pages: Uint32Array[];
  length: number;
}

function push(numbers: Numbers, value: number): void {
  const at = numbers.length & (GROWTH - 1);
  if (at === 0) numbers.pages.push(new Uint32Array(GROWTH));
  numbers.pages.at(-1)![at] = value;
  numbers.length++;
}

const get = ({ pages }: Numbers, i: number): number => pages[i >>> 20]![i & (GROWTH - 1)]!;

/** Terms as they are met, document by document; `transpose` turns them into lists by term. */
export interface Collection {
  ids: Map<string, number>;
  /** Per id, the last document that had it, plus one. */
  seenIn: Numbers;
  /** Term ids in the order of documents: twice the id, plus one where the term stands in the name. */
  met: Numbers;
  /** Where each document's terms begin in `met`. */
  begins: Numbers;
  codes: number[];
  /** The number of each document's whole name, or -1 (exact.ts). */
  numbers: number[];
}

export function newCollection(): Collection {
  const numbers = (): Numbers => ({ pages: [], length: 0 });
  return { ids: new Map(), seenIn: numbers(), met: numbers(), begins: numbers(), codes: [], numbers: [] };
}

/** What of a document goes into the index. A term of its names need not be said again as one of its texts. */
export interface NewDocument {
  code: number;
  /** Its whole name (`nameOf`), or nothing. */
  name: string;
  names: readonly string[];
  texts: readonly string[];
}

/** Adds the next document; documents are numbered from 0. */
export function addDocument(collection: Collection, { code, name, names, texts }: NewDocument): void {
  const document = collection.begins.length;
  push(collection.begins, collection.met.length);
  collection.codes.push(code);
  collection.numbers.push(name === '' ? -1 : nameNumber(name));
  for (const term of names) meet(collection, term, document, 1);
  let left = TEXT_TERMS;
  for (const term of texts) if (meet(collection, term, document, 0) && --left === 0) break;
}

function meet({ ids, seenIn, met }: Collection, term: string, document: number, inName: 0 | 1): boolean {
  let id = ids.get(term);
  if (id === undefined) {
    id = ids.size;
    ids.set(term, id);
    push(seenIn, 0);
  }
  if (get(seenIn, id) === document + 1) return false;
  seenIn.pages[id >>> 20]![id & (GROWTH - 1)] = document + 1;
  push(met, 2 * id + inName);
  return true;
}

/** The documents of each term id: those of id `i` stand from `starts[i]` to `starts[i + 1]`, ascending. */
export interface Lists {
  starts: Uint32Array;
  documents: Uint32Array;
}

/** Lists by term: of the terms of names alone, or of all. */
export function transpose({ ids, met, begins }: Collection, namesOnly: boolean): Lists {
  const starts = new Uint32Array(ids.size + 1);
  for (let i = 0; i < met.length; i++) {
    const value = get(met, i);
    if (!namesOnly || value & 1) starts[(value >>> 1) + 1]!++;
  }
  for (let id = 0; id < ids.size; id++) starts[id + 1]! += starts[id]!;
  const next = starts.slice();
  const documents = new Uint32Array(starts[ids.size]!);
  for (let document = 0; document < begins.length; document++) {
    const end = document + 1 < begins.length ? get(begins, document + 1) : met.length;
    for (let i = get(begins, document); i < end; i++) {
      const value = get(met, i);
      if (!namesOnly || value & 1) documents[next[value >>> 1]!++] = document;
    }
  }
  return { starts, documents };
}

/** What kind of thing each document is, as the index codes it. */
export function codesOf({ codes }: Collection): Uint8Array {
  return Uint8Array.from(codes);
}

export function numbersOf({ numbers }: Collection): Float64Array {
  return Float64Array.from(numbers);
}
