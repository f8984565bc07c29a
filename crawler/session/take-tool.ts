import { depthExceeds, isJsonObject } from '../../catalogue/json.ts';
import { ToolDefinition, type ObservedTool, type QuarantinedTool } from '../../catalogue/records.ts';
import type { Limits } from './limits.ts';

/** How much of a quarantined tool's text is kept, in characters. */
const KEPT = 2000;
/** How many quarantined tools are kept one by one. */
const KEPT_TOOLS = 200;

/** A list of tools in the making. Bad tools are set aside with their reason; none costs the list. */
export type Taken = {
  tools: ObservedTool[];
  quarantined: QuarantinedTool[];
  names: Set<string>;
  /** Bad tools beyond those that are kept one by one. */
  more: number;
};

export const nothingTaken = (): Taken => ({ tools: [], quarantined: [], names: new Set(), more: 0 });

export const countOf = (taken: Taken) => taken.tools.length + taken.quarantined.length + taken.more;

/** Adds one element of a list, given as its JSON text, to `taken`. */
export function takeTool(taken: Taken, raw: string, limits: Limits): void {
  const read = readTool(raw, limits);
  if ('definition' in read && !taken.names.has(read.definition.name)) {
    taken.names.add(read.definition.name);
    taken.tools.push({ raw, definition: read.definition });
    return;
  }
  const { name, reason } =
    'definition' in read
      ? { name: read.definition.name, reason: 'another tool of this list has the same name' }
      : read;
  if (taken.quarantined.length >= KEPT_TOOLS) taken.more++;
  else
    taken.quarantined.push({
      ...(name === undefined ? {} : { name }),
      reason,
      raw: raw.slice(0, KEPT).toWellFormed(),
    });
}

/** All that was set aside, with one entry for what was too much to keep. */
export function quarantineOf(taken: Taken): QuarantinedTool[] {
  if (taken.more === 0) return taken.quarantined;
  return [...taken.quarantined, { reason: `${taken.more} more tools could not be taken either`, raw: '' }];
}

type Read = { definition: ToolDefinition } | { name?: string; reason: string };

function readTool(raw: string, limits: Limits): Read {
  if (raw.length > limits.toolText)
    return { reason: `its definition is longer than ${limits.toolText} characters` };
  const value = parse(raw);
  if (!isJsonObject(value)) return { reason: 'it is not a JSON object' };
  const { name } = value;
  if (typeof name !== 'string') return { reason: 'its name is not a string' };
  if (name.trim() === '') return { reason: 'its name is empty' };
  if (name.length > limits.name)
    return {
      name: name.slice(0, limits.name).toWellFormed(),
      reason: `its name is longer than ${limits.name} characters`,
    };
  if (depthExceeds(value, limits.depth))
    return { name, reason: `its definition nests deeper than ${limits.depth} levels` };
  if (typeof value['description'] === 'string' && value['description'].length > limits.description)
    return { name, reason: `its description is longer than ${limits.description} characters` };
  const definition = ToolDefinition.safeParse(value);
  if (definition.success) return { definition: definition.data };
  const [issue] = definition.error.issues;
  return {
    name,
    reason: `its ${issue?.path.join('.') ?? 'definition'} is not what MCP allows: ${issue?.message}`,
  };
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
