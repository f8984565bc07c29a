import { depthExceeds, isJsonObject, type JsonObject } from '../../catalogue/json.ts';
import type { Classification, ToolDefinition } from '../../catalogue/records.ts';
import { classify } from '../../classifier/index.ts';
import { batchesOfLines, openLines } from './lines.ts';

/** A line of tools as other programs hand them over: a server's name and one tool definition. */
export interface Row {
  readonly server: string | null;
  readonly definition: ToolDefinition;
  /** The row's own object, for members that are no part of the definition. */
  readonly source: JsonObject;
}

/** Schemas nested deeper than this are refused; real ones stay below 40. */
const MAX_DEPTH = 256;

/** Reads one line as a row. Never throws: a line that is no tool gives a sentence that says why. */
export function parseRow(line: string): Row | { error: string } {
  if (line.trim() === '') return { error: 'The line is empty.' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { error: `The line is not JSON: ${(error as Error).message.slice(0, 200)}.` };
  }
  if (!isJsonObject(value)) return { error: `The line is no object but ${kindOf(value)}.` };
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined);
  const { name, server } = { name: own('name'), server: own('server') };
  if (typeof name !== 'string' || name === '')
    return { error: 'The tool has no name: `name` must be a non-empty string.' };
  if (server !== undefined && typeof server !== 'string') return { error: '`server` must be a string.' };
  const definition: ToolDefinition = { name };
  for (const key of ['title', 'description'] as const) {
    const text = own(key);
    if (text !== undefined && typeof text !== 'string') return { error: `\`${key}\` must be a string.` };
    if (text !== undefined) definition[key] = text;
  }
  for (const key of ['inputSchema', 'outputSchema', 'annotations'] as const) {
    const object = own(key);
    if (object !== undefined && !isJsonObject(object)) return { error: `\`${key}\` must be an object.` };
    if (object !== undefined && depthExceeds(object, MAX_DEPTH)) {
      return { error: `\`${key}\` nests more than ${MAX_DEPTH} levels deep.` };
    }
    if (object !== undefined) definition[key] = object;
  }
  return { server: server ?? null, definition, source: value };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** The verdict on a row's tool. */
export function classifyRow(row: Row, options: { ignoreHints?: boolean } = {}): Classification {
  return classify(row.definition, options);
}

/** The rows of a file, one a line, each with its line's number from 1. `-` is standard input. @throws UserError */
export async function* readRows(
  file: string,
): AsyncGenerator<{ line: number; row: Row | { error: string } }> {
  let line = 0;
  for await (const batch of batchesOfLines(await openLines(file), file)) {
    for (const text of batch) yield { line: ++line, row: parseRow(text) };
  }
}
