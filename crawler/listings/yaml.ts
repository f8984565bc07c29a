import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { reasonOf } from '../../catalogue/reason.ts';
import { Listing } from '../../catalogue/records.ts';
import { ListingError } from './error.ts';
import { listingOf, ServerFile } from './server-file.ts';

const EXTENSION = '.yaml';

/**
 * The listings of a folder, one for each `<id>.yaml` (schema: data/servers.schema.json), in order of id.
 * @throws ListingError naming file, line and field of the first mistake, or a folder that cannot be read.
 */
export function readListings(directory: string): Listing[] {
  return filesOf(directory).map((file) => readListing(join(directory, file)));
}

/** One server's file. @throws ListingError as `readListings`. */
function readListing(file: string): Listing {
  return parseListing(readText(file), file);
}

/**
 * A server's file from its text.
 * @param file the path that errors name; its base name is the server's id.
 */
export function parseListing(text: string, file: string): Listing {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    throw new ListingError(firstSentence(mistake.message), {
      file,
      line: lines.linePos(mistake.pos[0]).line,
    });
  }
  const parsed = ServerFile.safeParse(plainValue(document, file));
  if (!parsed.success) throw mistakeAt(parsed.error.issues[0], document, lines, file);
  const listing = Listing.safeParse(listingOf(basename(file, EXTENSION), parsed.data));
  if (listing.success) return listing.data;
  const [issue] = listing.error.issues;
  if (issue?.path[0] !== 'id') throw mistakeAt(issue, document, lines, file);
  throw new ListingError('its base name must be words of a-z and 0-9 joined by hyphens', { file });
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(EXTENSION))
      .sort();
  } catch (error) {
    throw new ListingError(`the listed servers cannot be read: ${reasonOf(error)}`, { file: directory });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ListingError(`the file cannot be read: ${reasonOf(error)}`, { file });
  }
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch {
    throw new ListingError('it repeats itself by more aliases than a listing needs', { file });
  }
}

function mistakeAt(
  issue: z.core.$ZodIssue | undefined,
  document: Document,
  lines: LineCounter,
  file: string,
): ListingError {
  const path = [
    ...(issue?.path ?? []),
    ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []),
  ];
  const message =
    issue?.code === 'unrecognized_keys' ? 'no such field is known' : (issue?.message ?? 'invalid');
  return new ListingError(decapitalise(message), {
    file,
    line: lineOf(path, document, lines),
    field: path.join('.'),
  });
}

/** The line of the node at `path`, or of the nearest node above it that the file has. */
function lineOf(path: PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
      return lines.linePos(Number(node.range[0])).line;
  }
  return 1;
}

/** The parser's messages quote the source below their first line. */
const firstSentence = (message: string) => decapitalise(message.split(/ at line |\n/)[0] ?? message);
const decapitalise = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
