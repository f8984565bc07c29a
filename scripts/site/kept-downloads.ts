/** What a former build wrote of each server into the downloads, so that what has not changed is copied from there. */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dataPath } from '../../site/src/view/addresses.ts';
import type { ServerSurvey } from '../../site/src/view/survey.ts';

/** Beside the manifest; its name begins with a dot, for it is no part of what is served. */
const FILE = '.toolrisk-downloads';

/** The downloads that are cut into files, in each of which every server has a run of lines. */
export const TEXTS = ['servers', 'tools', 'table'] as const;
export type TextId = (typeof TEXTS)[number];

/** A server's part of the downloads: what it was made from, its bytes in each text, and what was counted of it. */
export interface ServerPart {
  id: string;
  fingerprint: string;
  bytes: Record<TextId, number>;
  /** Left out where the server has no tools. */
  counted?: ServerSurvey;
}

/** The parts of a former site's downloads. */
export interface FormerDownloads {
  parts: ReadonlyMap<string, ServerPart>;
  /** A server's lines in a text, as they were written. */
  lines: (id: string, text: TextId) => Buffer;
  close: () => void;
}

/** Stores the parts with the site, in the order in which their lines were written. */
export function storeParts(site: string, parts: readonly ServerPart[]): void {
  const lines = parts.map((part) => `${JSON.stringify(part)}\n`);
  writeFileSync(join(site, FILE), gzipSync(lines.join(''), { level: 1 }));
}

/** Opens the downloads of a former site; undefined where they are not all there as they were written. */
export function openFormer(
  site: string,
  texts: Record<TextId, { files: (n: number) => string; head: number }>,
): FormerDownloads | undefined {
  const file = join(site, FILE);
  if (!existsSync(file)) return undefined;
  const stored = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const parts = stored.filter((line) => line !== '').map((line) => JSON.parse(line) as ServerPart);
  const opened = TEXTS.map((text) => {
    const { files, head } = texts[text];
    return [text, openText(join(site, dataPath), files, head)] as const;
  });
  const byText = Object.fromEntries(opened) as Record<TextId, FormerText>;
  const close = () => TEXTS.forEach((text) => byText[text].close());
  const starts = startsOf(parts);
  if (TEXTS.some((text) => byText[text].length !== starts.ends[text])) {
    close();
    return undefined;
  }
  const byId = new Map(parts.map((part) => [part.id, part]));
  return {
    parts: byId,
    lines: (id, text) => byText[text].read(starts.of.get(id)![text], byId.get(id)!.bytes[text]),
    close,
  };
}

/** Where each server's lines begin in each text. */
function startsOf(parts: readonly ServerPart[]): {
  of: Map<string, Record<TextId, number>>;
  ends: Record<TextId, number>;
} {
  const at: Record<TextId, number> = { servers: 0, tools: 0, table: 0 };
  const of = new Map<string, Record<TextId, number>>();
  for (const { id, bytes } of parts) {
    of.set(id, { ...at });
    for (const text of TEXTS) at[text] += bytes[text];
  }
  return { of, ends: at };
}

/** A text that was cut into files; their heads are no part of it. */
interface FormerText {
  length: number;
  read: (start: number, bytes: number) => Buffer;
  close: () => void;
}

function openText(folder: string, name: (n: number) => string, head: number): FormerText {
  const files: { descriptor: number; start: number; end: number }[] = [];
  let length = 0;
  for (let n = 1; existsSync(join(folder, name(n))); n++) {
    const path = join(folder, name(n));
    const end = length + statSync(path).size - head;
    files.push({ descriptor: openSync(path, 'r'), start: length, end });
    length = end;
  }
  return {
    length,
    read: (start, bytes) => {
      const buffer = Buffer.allocUnsafe(bytes);
      // Files are cut between servers, so that one holds all of it.
      const file = files.find(({ end }) => start < end);
      if (bytes > 0) readSync(file!.descriptor, buffer, 0, bytes, head + start - file!.start);
      return buffer;
    },
    close: () => files.forEach(({ descriptor }) => closeSync(descriptor)),
  };
}
