/** Where in a configuration's text an entry stands. */
import { TomlDocument } from '@decimalturn/toml-patch';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { extname } from 'node:path';
import { isMap, isPair, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';

/** Lines and columns from 1; a column counts UTF-16 code units, and the end is the first that is outside. */
export type Region = { startLine: number; startColumn: number; endLine: number; endColumn: number };

/**
 * The name by which an entry stands in its configuration, or undefined where it is not found.
 * @param text a text that can be parsed as what the ending of `file` says
 * @param path the members that lead to the entry
 */
export function placeOf(text: string, file: string, path: readonly string[]): Region | undefined {
  switch (extname(file).toLowerCase()) {
    case '.toml':
      return placeInToml(text, path);
    case '.yaml':
    case '.yml':
      return regionOf(text, offsetsInYaml(text, path));
    default:
      return regionOf(text, offsetsInJson(text, path));
  }
}

type Offsets = { start: number; end: number } | undefined;

function offsetsInJson(text: string, path: readonly string[]): Offsets {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const key = tree && findNodeAtLocation(tree, [...path])?.parent?.children?.[0];
  return key && { start: key.offset, end: key.offset + key.length };
}

function offsetsInYaml(text: string, path: readonly string[]): Offsets {
  let node: unknown = parseDocument(text).contents;
  let key: Node | undefined;
  for (const name of path) {
    const pair = isMap(node) ? pairOf(node, name) : undefined;
    if (pair === undefined) return undefined;
    key = pair.key as Node;
    node = pair.value;
  }
  const range = key?.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find((item) => isPair(item) && String((item.key as { value?: unknown }).value) === name);
}

/** TOML names a table in a header of its own, in a dotted key, or within another value. */
function placeInToml(text: string, path: readonly string[]): Region | undefined {
  const found = { depth: 0, loc: undefined as TomlLocation | undefined };
  search(new TomlDocument(text).cst as unknown as TomlNode[], [], path, found);
  const { loc } = found;
  return (
    loc && {
      startLine: loc.start.line,
      startColumn: loc.start.column + 1,
      endLine: loc.end.line,
      endColumn: loc.end.column + 1,
    }
  );
}

type TomlLocation = Record<'start' | 'end', { line: number; column: number }>;
type TomlKey = { value: string[]; loc: TomlLocation };
/** What a table, a key with a value, and a table within a value have in common. */
type TomlNode = {
  type: string;
  key?: TomlKey | { item: TomlKey };
  item?: TomlNode;
  items?: TomlNode[];
  value?: TomlNode;
};

/** Finds the first key that leads furthest along `path`: a header of a table below counts for the table itself. */
function search(
  nodes: readonly TomlNode[],
  above: readonly string[],
  path: readonly string[],
  found: { depth: number; loc: TomlLocation | undefined },
): void {
  for (const node of nodes) {
    if (node.type === 'InlineItem' && node.item) search([node.item], above, path, found);
    const key = node.key && ('item' in node.key ? node.key.item : node.key);
    if (key === undefined) continue;
    const here = [...above, ...key.value];
    const along = here.findIndex((name, index) => name !== path[index]);
    const depth = along === -1 ? Math.min(here.length, path.length) : along;
    if (depth < Math.min(here.length, path.length)) continue;
    if (depth > found.depth) Object.assign(found, { depth, loc: key.loc });
    if (here.length < path.length) search(node.items ?? node.value?.items ?? [], here, path, found);
  }
}

function regionOf(text: string, offsets: Offsets): Region | undefined {
  if (offsets === undefined) return undefined;
  const [start, end] = [position(text, offsets.start), position(text, offsets.end)];
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
