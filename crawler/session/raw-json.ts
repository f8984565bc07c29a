/**
 * Finds values inside JSON text without parsing it, so that a tool can be kept exactly as its server wrote it.
 * The text must be valid JSON (parse it first). Nothing here recurses: depth is the sender's to choose.
 */

/**
 * The texts of the elements of `result.tools` in the text of a JSON-RPC answer, as received.
 * Undefined when there is no such array.
 */
export function toolTexts(answer: string): string[] | undefined {
  return elementTexts(answer, ['result', 'tools']);
}

/** The texts of the elements of the array under `path`, or undefined when no array is there. */
export function elementTexts(text: string, path: readonly string[]): string[] | undefined {
  let at = skipSpace(text, 0);
  for (const key of path) {
    const found = memberStart(text, at, key);
    if (found === undefined) return undefined;
    at = found;
  }
  if (text[at] !== '[') return undefined;
  const elements: string[] = [];
  for (let next = skipSpace(text, at + 1); text[next] !== ']';) {
    const end = valueEnd(text, next);
    elements.push(text.slice(next, end));
    next = skipSpace(text, end);
    if (text[next] === ',') next = skipSpace(text, next + 1);
  }
  return elements;
}

/** Where the value of `key` starts in the object at `at`. The last of several wins, as in `JSON.parse`. */
function memberStart(text: string, at: number, key: string): number | undefined {
  if (text[at] !== '{') return undefined;
  let found: number | undefined;
  for (let next = skipSpace(text, at + 1); text[next] !== '}';) {
    const keyEnd = stringEnd(text, next);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (JSON.parse(text.slice(next, keyEnd)) === key) found = value;
    next = skipSpace(text, valueEnd(text, value));
    if (text[next] === ',') next = skipSpace(text, next + 1);
  }
  return found;
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text[at];
    if (character === '"') at = stringEnd(text, at);
    else {
      if (character === '{' || character === '[') depth++;
      else if (character === '}' || character === ']') depth--;
      else if (depth === 0) return scalarEnd(text, at);
      at++;
    }
    if (depth === 0) return at;
  }
  return text.length;
}

function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1))
    if (!isEscaped(text, at, start)) return at + 1;
  return text.length;
}

/** Whether the character at `at` follows an odd number of backslashes within the string that starts at `start`. */
function isEscaped(text: string, at: number, start: number): boolean {
  let before = at - 1;
  while (before > start && text[before] === '\\') before--;
  return (at - before) % 2 === 0;
}

function scalarEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',}] \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}
