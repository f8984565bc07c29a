import { hash } from 'node:crypto';
import { canonicalJson, type Json, type JsonObject } from './json.ts';
import type { ToolDefinition } from './records.ts';

/** The members of a tool definition that make its identity, in no particular order. */
const IDENTITY = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

/** The canonical (RFC 8785) text of a definition. A member that is null counts as absent. */
export function canonicalDefinition(definition: ToolDefinition): string {
  const identity: JsonObject = {};
  for (const member of IDENTITY) {
    const value = definition[member] as Json | undefined;
    if (value !== undefined && value !== null) identity[member] = value;
  }
  return canonicalJson(identity);
}

/** A definition's identity: lowercase hex SHA-256 of its canonical text in UTF-8. */
export function definitionDigest(definition: ToolDefinition): string {
  return sha256(canonicalDefinition(definition));
}

/** Lowercase hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
