/** Where in a definition a JSON Pointer points, in words. */
import { pointerTokens, valueAt, type Json } from '../../../catalogue/json.ts';
import type { ToolDefinition } from '../../../catalogue/records.ts';
import { code } from './rich.ts';

const MEMBERS: Record<string, string> = {
  name: 'its name',
  title: 'its title',
  description: 'its description',
  annotations: 'its declared hints',
  inputSchema: 'its input schema',
  outputSchema: 'its output schema',
};

/** The dotted path of the parameter that tokens lead to, as a caller writes it, and what is left of them. */
function walk(tokens: string[]): { path: string; rest: string[] } {
  let path = '';
  let at = 0;
  while (at < tokens.length) {
    if (tokens[at] === 'properties' && at + 1 < tokens.length) {
      path += `${path === '' ? '' : '.'}${tokens[at + 1]}`;
      at += 2;
    } else if (tokens[at] === 'items') {
      path += '[]';
      at += 1;
    } else if (/^(?:anyOf|oneOf|allOf)$/.test(tokens[at]!)) {
      at += 2;
    } else break;
  }
  return { path, rest: tokens.slice(at) };
}

/** Words for the place, such as “value `delete` of parameter `action`”. */
export function placeInWords(definition: ToolDefinition, pointer: string): string {
  const [member = '', ...tokens] = pointerTokens(pointer);
  if (member === 'annotations' && tokens.length > 0) return `its declared ${code(tokens.join('.'))}`;
  if (!member.endsWith('Schema') || tokens.length === 0) return MEMBERS[member] ?? 'its definition';
  const { path, rest } = walk(tokens);
  const owner = path === '' ? MEMBERS[member]! : `parameter ${code(path, 60)}`;
  const field = member === 'outputSchema' ? owner.replace('parameter', 'result field') : owner;
  if (rest.length === 0) return field;
  if (rest[0] === 'properties')
    return path === '' ? 'the names of its parameters' : `the members of ${field}`;
  return aspect(definition, pointer, rest, field);
}

function aspect(definition: ToolDefinition, pointer: string, rest: string[], field: string): string {
  const value = valueAt(definition as Json, pointer);
  if (rest[0] === 'enum' && typeof value === 'string') return `value ${code(value, 40)} of ${field}`;
  const names: Record<string, string> = {
    enum: 'the values of',
    description: 'the description of',
    title: 'the title of',
    default: 'the default of',
    examples: 'the examples of',
    pattern: 'the pattern of',
  };
  return `${names[rest[0]!] ?? `${code(rest.join('/'), 40)} of`} ${field}`;
}
