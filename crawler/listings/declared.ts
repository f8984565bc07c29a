import { isJsonObject } from '../../catalogue/json.ts';
import type { Listing, Observation } from '../../catalogue/records.ts';
import { limitsOf } from '../session/limits.ts';
import { elementTexts } from '../session/raw-json.ts';
import { countOf, nothingTaken, quarantineOf, takeTool } from '../session/take-tool.ts';
import { ListingError } from './error.ts';
import { readText } from './read-text.ts';

const SIZE_LIMIT = 64 * 2 ** 20;

/** Where a saved answer keeps its tools: JSON-RPC's result, a result alone, a bare array. */
const PATHS = [['result', 'tools'], ['tools'], []];

/**
 * A server's tools from a file that somebody saved, as an observation that says so. The file is an answer to
 * `tools/list` (whole or its result), an array of tools, or one tool a line; lines with a `server` member count
 * only where it is the listing's name or id.
 * @throws ListingError naming the file, and the line where there is one, when it holds no tools of this server
 */
export function readDeclared(
  file: string,
  listing: Listing,
  now: () => Date = () => new Date(),
): Observation {
  const at = now().toISOString();
  const texts = textsOf(readText(file, SIZE_LIMIT), file, listing);
  const limits = limitsOf(0);
  if (texts.length > limits.tools)
    throw new ListingError(`it declares more than ${limits.tools} tools`, { file });
  const taken = nothingTaken();
  for (const text of texts) takeTool(taken, text, limits);
  const quarantined = quarantineOf(taken);
  const left = countOf(taken) - taken.tools.length;
  return {
    serverId: listing.id,
    provenance: 'declared',
    outcome: 'declared',
    detail:
      `A file declares ${taken.tools.length} tool${taken.tools.length === 1 ? '' : 's'}` +
      (left === 0 ? '.' : `; ${left} more could not be taken.`),
    startedAt: at,
    finishedAt: at,
    launch: { arguments: [], environmentNames: [] },
    tools: taken.tools,
    quarantined,
    stderrTail: '',
  };
}

function textsOf(text: string, file: string, listing: Listing): string[] {
  const whole = parse(text);
  if (whole !== undefined && !(isJsonObject(whole) && 'name' in whole)) {
    const found = PATHS.map((path) => elementTexts(text, path)).find((texts) => texts !== undefined);
    if (found !== undefined) return rowsOf(found, file, listing);
    throw new ListingError('it holds neither an answer to tools/list, nor an array, nor lines of tools', {
      file,
    });
  }
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const rows = lines.filter(({ line }) => line !== '');
  for (const { line, number } of rows)
    if (parse(line) === undefined) throw new ListingError('it is not valid JSON', { file, line: number });
  if (rows.length === 0) throw new ListingError('it is empty', { file });
  return rowsOf(
    rows.map(({ line }) => line),
    file,
    listing,
  );
}

/** The rows that are this listing's, when rows say whose they are. */
function rowsOf(texts: readonly string[], file: string, listing: Listing): string[] {
  const servers = texts.map(serverOf);
  if (servers.every((server) => server === undefined)) return [...texts];
  const own = texts.filter((_, index) => servers[index] === listing.name || servers[index] === listing.id);
  if (own.length === 0)
    throw new ListingError(`none of its tools is of a server named ${listing.name} or ${listing.id}`, {
      file,
    });
  return own;
}

function serverOf(text: string): string | undefined {
  const row = parse(text);
  const server = isJsonObject(row) ? row['server'] : undefined;
  return typeof server === 'string' ? server : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
