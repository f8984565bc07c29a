import type { JsonObject } from '../json.ts';
import type { ToolDefinition } from '../records.ts';

const MEMBERS = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

/**
 * The definition in a stored text. Its shape was checked before it was stored (`ToolDefinition` in records.ts), so
 * that reading half a million of them need not check it again: unknown members and nulls are left out, no more.
 */
export function storedDefinition(raw: string): ToolDefinition {
  const received = JSON.parse(raw) as JsonObject;
  const definition: JsonObject = {};
  for (const member of MEMBERS) {
    const value = Object.hasOwn(received, member) ? received[member] : undefined;
    if (value !== undefined && value !== null) definition[member] = value;
  }
  return definition as ToolDefinition;
}
