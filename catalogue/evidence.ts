import { valueAt, type Json } from './json.ts';
import type { Evidence, ToolDefinition } from './records.ts';

/**
 * The text that evidence offsets count in: a string as it is, any other value as its `JSON.stringify` text.
 * So a parameter's name is quoted from `/inputSchema/properties`, a declared hint from `/annotations/readOnlyHint`.
 * Offsets are UTF-16 code units. Undefined where the pointer leads nowhere.
 */
export function textAt(definition: ToolDefinition, pointer: string): string | undefined {
  const value = valueAt(definition as Json, pointer);
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether the quote stands verbatim at its pointer and offsets. Evidence that does not is dropped. */
export function isVerbatim(definition: ToolDefinition, evidence: Evidence): boolean {
  const text = textAt(definition, evidence.pointer);
  return (
    text !== undefined &&
    evidence.start < evidence.end &&
    text.slice(evidence.start, evidence.end) === evidence.quote
  );
}
