import { parse as parseCommented, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { parse as parseToml, stringify as tomlOf, TomlError } from 'smol-toml';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { depthExceeds } from '../catalogue/json.ts';
import { ACTIONS, rank, type Action } from '../catalogue/vocabulary.ts';
import type { Resolved } from './resolve.ts';
import { yamlDocument } from './yaml-text.ts';

/** JSON as people paste it: two spaces, final newline. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** YAML that readers of 1.1 and of 1.2 take alike: what either would read as another type is quoted. */
export const yamlText = yamlDocument;

/** TOML with one final newline. */
export function tomlText(value: Record<string, unknown>): string {
  return `${tomlOf(value).trimEnd()}\n`;
}

/** What a file holds, or in one sentence why it cannot be read. */
export type Parsed = { value: unknown } | { problem: string };

/** JSON, to the letter (RFC 8259). */
export function parseJson(text: string): Parsed {
  return unlessTooDeep(() => {
    try {
      return { value: JSON.parse(text) };
    } catch (error) {
      return { problem: `It is not JSON: ${(error as Error).message}.` };
    }
  });
}

/** JSON with comments and trailing commas, as editors keep their settings. */
export function parseJsonc(text: string): Parsed {
  return unlessTooDeep(() => {
    const errors: ParseError[] = [];
    const value: unknown = parseCommented(text, errors, { allowTrailingComma: true });
    const [error] = errors;
    return error
      ? { problem: `It is not JSON: ${printParseErrorCode(error.error)} at character ${error.offset}.` }
      : { value };
  });
}

/** YAML 1.2 without repeated keys. */
export function parseYaml(text: string): Parsed {
  return unlessTooDeep(() => {
    const document = parseDocument(text, { uniqueKeys: true });
    const [error] = document.errors;
    if (error) return { problem: `It is not YAML: ${error.message.split('\n')[0]}` };
    try {
      return { value: document.toJS() };
    } catch (error) {
      // An alias of nothing, or so many that a small file would become a large value.
      if (!(error instanceof ReferenceError)) throw error;
      return { problem: `It is not YAML that can be read: ${error.message}.` };
    }
  });
}

/** TOML 1.0. */
export function readToml(text: string): Parsed {
  return unlessTooDeep(() => {
    try {
      return { value: parseToml(text) };
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      return { problem: `It is not TOML: ${error.message.split('\n')[0]}.` };
    }
  });
}

/** How deep any target's file nests, many times over. */
const DEPTH = 200;

/** The parsers follow a value's nesting with calls of their own, as does all that looks at the value later. */
function unlessTooDeep(parse: () => Parsed): Parsed {
  const problem = 'It nests too deeply.';
  try {
    const parsed = parse();
    return 'value' in parsed && depthExceeds(parsed.value, DEPTH) ? { problem } : parsed;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problem };
  }
}

/** Where a parsed file differs from its shape, one sentence each. */
export function shapeProblems(parsed: Parsed, shape: z.ZodType): string[] {
  if ('problem' in parsed) return [parsed.problem];
  const result = shape.safeParse(parsed.value);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => `${path.join('.') || 'The file'}: ${message}.`);
}

/** What keeps a text from being a JSON file of this shape, one sentence each; none where nothing does. */
export const jsonProblems = (text: string, shape: z.ZodType): string[] =>
  shapeProblems(parseJson(text), shape);
/** The same of a YAML file. */
export const yamlProblems = (text: string, shape: z.ZodType): string[] =>
  shapeProblems(parseYaml(text), shape);
/** The same of a TOML file. */
export const tomlProblems = (text: string, shape: z.ZodType): string[] =>
  shapeProblems(readToml(text), shape);

/** The rules by the name that the target gives their tools; where it gives two tools one name, the stricter holds, and both's requirements. */
export function byTargetName(
  resolved: readonly Resolved[],
  nameOf: (tool: string) => string,
): Map<string, Resolved> {
  const named = new Map<string, Resolved>();
  for (const rule of resolved) {
    if (rule.unnamed) continue;
    const name = nameOf(rule.tool);
    const other = named.get(name);
    if (!other) named.set(name, rule);
    else {
      const [stricter] = [rule, other].sort((a, b) => rank(ACTIONS, b.action) - rank(ACTIONS, a.action));
      named.set(name, { ...stricter!, requirements: [...other.requirements, ...rule.requirements] });
    }
  }
  return named;
}

/** The names whose rule is one of the actions, in the order of the tools. */
export function namesOf(named: ReadonlyMap<string, Resolved>, actions: readonly Action[]): string[] {
  return [...named].filter(([, { action }]) => actions.includes(action)).map(([name]) => name);
}

/** Only the members that are lists with something in them. */
export function filled(lists: Record<string, readonly string[]>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
