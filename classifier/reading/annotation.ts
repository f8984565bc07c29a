/** Types as Python writes them, where a schema was taken from a program's text: `Annotated[Literal['a'], Field(…)]`. */

/** What such a type says, in the words of JSON Schema. */
export interface Annotation {
  readonly type: string;
  readonly values: readonly string[];
  readonly description: string;
}

const TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  str: 'string',
  int: 'integer',
  float: 'number',
  list: 'array',
  sequence: 'array',
  dict: 'object',
  mapping: 'object',
};
/** What stands around a type and says nothing of it. */
const AROUND = new Set(['annotated', 'optional', 'union']);
const QUOTES = new Set(['"', "'"]);
/** No type of a program is longer; what follows is not read. */
const MOST = 20_000;

/** Reads such a type; undefined for a name of JSON Schema's own and for a single word that is no type. */
export function readAnnotation(text: string): Annotation | undefined {
  const known = Object.hasOwn(TYPES, text.toLowerCase());
  if (!known && !/[[|(]/.test(text)) return undefined;
  const written = text.slice(0, MOST);
  const values = literals(written);
  return {
    type: values.length > 0 ? 'string' : baseType(written),
    values,
    description: stringsAfter(written, 'description=').join(''),
  };
}

/** The first type that is named, whatever stands around it. */
function baseType(text: string): string {
  for (const [word] of text.matchAll(/\w+/g)) {
    const name = word.toLowerCase();
    if (AROUND.has(name)) continue;
    return Object.hasOwn(TYPES, name) ? (TYPES[name] as string) : '';
  }
  return '';
}

/** The values of every `Literal[…]`; what is no string, such as `Mode.DROP`, by its name. */
function literals(text: string): string[] {
  return text
    .split('Literal[')
    .slice(1)
    .flatMap((rest) => {
      const found: string[] = [];
      for (let at = 0; at < rest.length && rest[at] !== ']'; at++) {
        const end = QUOTES.has(rest[at] as string) ? closing(rest, at) : undefined;
        if (end === undefined) continue;
        found.push(rest.slice(at + 1, end));
        at = end;
      }
      const named = rest.slice(0, rest.indexOf(']')).match(MEMBER) ?? [];
      return [...found, ...named.map((member) => member.slice(member.lastIndexOf('.') + 1))];
    });
}

/** A member of an enumeration: `Mode.DROP`. */
const MEMBER = /\b[A-Z]\w{0,40}\.\w{1,40}/g;

/** The string literals that stand one behind the other after an opening, without their quotation marks. */
function stringsAfter(text: string, opening: string): string[] {
  const found: string[] = [];
  let at = text.indexOf(opening);
  if (at < 0) return found;
  at += opening.length;
  while (at < text.length) {
    if (QUOTES.has(text[at] as string)) {
      const end = closing(text, at);
      found.push(text.slice(at + 1, end));
      at = end + 1;
    } else if (/[\s,(]/.test(text[at] as string)) at++;
    else break;
  }
  return found;
}

/** Where the literal that opens at `from` closes; the text's end where it never does. */
function closing(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[from]) return at;
  }
  return text.length;
}
