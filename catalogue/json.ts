/** JSON values, JSON Pointers (RFC 6901) and the canonical form (RFC 8785) of parsed JSON. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** True for a plain JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * RFC 8785 text of a parsed JSON value. For parsed JSON that is `JSON.stringify` with keys sorted by
 * UTF-16 code unit. Lone surrogates, which the RFC leaves undefined, stay as `JSON.stringify` escapes them.
 * @throws RangeError when nested too deeply for the call stack; `depthExceeds` tells beforehand.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`;
  }
  return `{${text}}`;
}

/** Whether `value` nests objects and arrays more than `limit` deep. Looks no deeper, so it cannot overflow. */
export function depthExceeds(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const part of Array.isArray(value) ? value : Object.values(value))
    if (depthExceeds(part, limit - 1)) return true;
  return false;
}

/** One reference token, escaped for use in a JSON Pointer (RFC 6901 §3). */
export function pointerToken(key: string | number): string {
  const text = String(key);
  return /[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text;
}

/** The reference tokens of a JSON Pointer, unescaped. The empty pointer has none. */
export function pointerTokens(pointer: string): string[] {
  if (pointer === '') return [];
  const tokens = pointer.slice(1).split('/');
  return pointer.includes('~')
    ? tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    : tokens;
}

/** The value at `pointer`, or undefined where the pointer leads nowhere. Own properties only. */
export function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const token of pointerTokens(pointer)) {
    if (Array.isArray(value)) value = value[Number(token)];
    else if (isJsonObject(value) && Object.hasOwn(value, token)) value = value[token];
    else return undefined;
  }
  return value;
}
