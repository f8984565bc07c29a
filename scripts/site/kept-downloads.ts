/**
 * What a former build wrote of each server into the downloads, and what was surveyed of it, so that what has not
 * changed is taken from there.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dataPath } from '../../site/src/view/addresses.ts';
import { csv } from '../../site/src/view/csv.ts';
import type { ServerSurvey } from '../../site/src/view/survey.ts';
import { numbered, type TextFiles } from './sharded-file.ts';

/** Beside the manifest; its name begins with a dot, for it is no part of what is served. */
const FILE = '.toolrisk-downloads';

const TOOL_COLUMNS = [
  ...['server', 'tool', 'level', 'category', 'confidence', 'flags', 'provenance'],
  ...['first seen', 'last seen', 'digest', 'page'],
];

/** The texts that are cut into files, in each of which every server has a run of lines. */
export const TEXTS = ['servers', 'tools', 'table', 'survey'] as const;
export type TextId = (typeof TEXTS)[number];

/** The files of each text in a site. */
export const TEXT_FILES: Record<TextId, TextFiles> = {
  servers: { path: (n) => `${dataPath}servers-${numbered(n)}.jsonl`, head: '' },
  tools: { path: (n) => `${dataPath}tools-${numbered(n)}.jsonl`, head: '' },
  table: { path: (n) => `${dataPath}tools-${numbered(n)}.csv`, head: csv([TOOL_COLUMNS]) },
  // No download: a `ServerSurvey` to a line.
  survey: { path: (n) => `/.toolrisk-survey-${numbered(n)}.jsonl`, head: '' },
};

/** A server's part of the texts: the fingerprint of what it was made from, and its bytes in each of them. */
export interface ServerPart {
  id: string;
  fingerprint: string;
  bytes: Record<TextId, number>;
}

/** The texts of a former site. */
export interface FormerDownloads {
  /** Whether it has a server. */
  has: (id: string) => boolean;
  /** Whether it has a server as it is now, by its fingerprint. */
  hasSame: (id: string, fingerprint: string | undefined) => boolean;
  /** The servers that it has. */
  ids: () => Iterable<string>;
  /** Whether one server stood just before another. */
  areNeighbours: (id: string, next: string) => boolean;
  /** A server's bytes in each text. */
  bytes: (id: string) => ServerPart['bytes'];
  /** The lines of all servers from one to another in a text, as they were written: until the next are asked for. */
  lines: (from: string, to: string, text: TextId) => Buffer;
  close: () => void;
}

/** Stores the parts with the site, in the order in which their lines were written. */
export function storeParts(site: string, parts: readonly ServerPart[]): void {
  const lines = parts.map((part) => `${JSON.stringify(part)}\n`);
  writeFileSync(join(site, FILE), gzipSync(lines.join(''), { level: 1 }));
}

/** Opens the texts of a former site; undefined where they are not all there as they were written. */
export function openFormer(site: string): FormerDownloads | undefined {
  const parts = readParts(join(site, FILE));
  if (!parts) return undefined;
  const opened = TEXTS.map((text) => [text, openText(site, TEXT_FILES[text])] as const);
  const byText = Object.fromEntries(opened) as Record<TextId, FormerText>;
  const close = () => TEXTS.forEach((text) => byText[text].close());
  const { of, ends } = startsOf(parts);
  if (TEXTS.some((text) => byText[text].length !== ends[text])) {
    close();
    return undefined;
  }
  return {
    has: (id) => of.has(id),
    hasSame: (id, fingerprint) => fingerprint !== undefined && of.get(id)?.part.fingerprint === fingerprint,
    ids: () => of.keys(),
    areNeighbours: (id, next) => of.get(id)!.place + 1 === of.get(next)!.place,
    bytes: (id) => of.get(id)!.part.bytes,
    lines: (from, to, text) => {
      const [first, last] = [of.get(from)!, of.get(to)!];
      return byText[text].read(first.starts[text], last.starts[text] + last.part.bytes[text]);
    },
    close,
  };
}

function readParts(file: string): ServerPart[] | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as ServerPart);
  } catch {
    // Cut or changed by hand: all is made anew.
    return undefined;
  }
}

/** What was surveyed of servers, from their lines in that text. */
export function surveysIn(lines: Buffer): ServerSurvey[] {
  const texts = lines.toString('utf8').split('\n').slice(0, -1);
  return texts.map((line) => JSON.parse(line) as ServerSurvey);
}

/** Which of all servers one is, and where its lines begin in each text. */
interface Placed {
  place: number;
  part: ServerPart;
  starts: Record<TextId, number>;
}

function startsOf(parts: readonly ServerPart[]): { of: Map<string, Placed>; ends: Record<TextId, number> } {
  const at: Record<TextId, number> = { servers: 0, tools: 0, table: 0, survey: 0 };
  const of = new Map<string, Placed>();
  for (const [place, part] of parts.entries()) {
    of.set(part.id, { place, part, starts: { ...at } });
    for (const text of TEXTS) at[text] += part.bytes[text];
  }
  return { of, ends: at };
}

/** A text that was cut into files; their heads are no part of it. */
interface FormerText {
  length: number;
  read: (start: number, end: number) => Buffer;
  close: () => void;
}

function openText(site: string, { path, head }: TextFiles): FormerText {
  const skipped = Buffer.byteLength(head);
  const files: { descriptor: number; start: number; end: number }[] = [];
  let length = 0;
  let whole = Buffer.alloc(0);
  for (let n = 1; existsSync(join(site, path(n))); n++) {
    const file = join(site, path(n));
    const end = length + statSync(file).size - skipped;
    files.push({ descriptor: openSync(file, 'r'), start: length, end });
    length = end;
  }
  return {
    length,
    read: (start, end) => {
      // One buffer for all: gigabytes are read, and memory that is used for the first time costs more than the reading.
      if (whole.length < end - start) whole = Buffer.allocUnsafe(2 * (end - start));
      const buffer = whole.subarray(0, end - start);
      for (const file of files) {
        const [from, to] = [Math.max(start, file.start), Math.min(end, file.end)];
        if (from < to)
          readSync(file.descriptor, buffer, from - start, to - from, skipped + from - file.start);
      }
      return buffer;
    },
    close: () => files.forEach(({ descriptor }) => closeSync(descriptor)),
  };
}
