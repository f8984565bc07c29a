/**
 * YAML as the `yaml` library writes it, for plain data, at a tenth of the cost: files of policies are made by the
 * hundred thousand. Layout is ours; whether and how a text is quoted is asked of the library.
 */
import { stringify } from 'yaml';

/** Readers of 1.1 and of 1.2 take it alike: what either would read as another type is quoted. */
const OPTIONS = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

/** Names that are written as they are: words of letters, of which none is a value of another type. */
const PLAIN_KEY = /^[A-Za-z_](?:[\w ./-]*[\w])?$/;
/** Values that are: printable ASCII that begins like no other value, and holds no mark that ends one (YAML 1.2, 7.3.3). */
const PLAIN = /^[A-Za-z_(^$/](?:[!-9;-~]|:(?! |$)| (?!#|$))*$(?<!-)/;
const OTHER_TYPE = /^(?:y|n|yes|no|on|off|true|false|null|e[+\d_.-]*)$/i;

/** At the beginning of a line these end a document, so there they are quoted, and elsewhere not. */
const DOCUMENT_MARK = /^(?:---|\.\.\.)/;

const MOST_KEPT = 10_000;
const kept = new Map<string, string | undefined>();

/** The data as a YAML document. */
export function yamlDocument(value: unknown): string {
  const lines: string[] = [];
  return isCollection(value) && !isEmpty(value) && writeBlock(lines, value, '', '')
    ? `${lines.join('\n')}\n`
    : stringify(value, OPTIONS);
}

type Collection = readonly unknown[] | Readonly<Record<string, unknown>>;

function isCollection(value: unknown): value is Collection {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: Collection): boolean {
  return (Array.isArray(value) ? value : Object.keys(value)).length === 0;
}

/**
 * Adds a collection's lines; `first` begins its first line and `indent` the others. False where it holds what takes
 * more than one line, which is left to the library with the whole document.
 */
function writeBlock(lines: string[], value: Collection, first: string, indent: string): boolean {
  let lead = first;
  if (Array.isArray(value)) {
    return value.every((item) => {
      const written = writeItem(lines, item, `${lead}- `, `${indent}  `);
      lead = indent;
      return written;
    });
  }
  return Object.entries(value).every(([key, member]) => {
    const name = key.length > 100 || DOCUMENT_MARK.test(key) ? undefined : scalar(key, PLAIN_KEY);
    const written = name !== undefined && writeMember(lines, member, `${lead}${name}:`, indent);
    lead = indent;
    return written;
  });
}

/** One item of a list: a collection begins on the line of its mark. */
function writeItem(lines: string[], value: unknown, lead: string, indent: string): boolean {
  if (isCollection(value) && !isEmpty(value)) return writeBlock(lines, value, lead, indent);
  return writeScalar(lines, value, lead);
}

/** One member of an object: a collection begins on the next line, further in. */
function writeMember(lines: string[], value: unknown, lead: string, indent: string): boolean {
  if (!isCollection(value) || isEmpty(value)) return writeScalar(lines, value, `${lead} `);
  lines.push(lead);
  return writeBlock(lines, value, `${indent}  `, `${indent}  `);
}

function writeScalar(lines: string[], value: unknown, lead: string): boolean {
  const text = scalar(value);
  if (text !== undefined) lines.push(lead + text);
  return text !== undefined;
}

/** A value on one line, or undefined where it takes several. */
function scalar(value: unknown, plain = PLAIN): string | undefined {
  if (typeof value === 'string' && plain.test(value) && !OTHER_TYPE.test(value)) return value;
  if (value === undefined) return undefined;
  // JSON has no words for some numbers.
  const key =
    typeof value === 'number' ? `number ${Object.is(value, -0) ? '-0' : value}` : JSON.stringify(value);
  if (!kept.has(key)) {
    if (kept.size >= MOST_KEPT) kept.clear();
    const [line, ...more] = stringify({ k: value }, OPTIONS).replace(/\n$/, '').split('\n');
    kept.set(key, more.length === 0 && line!.startsWith('k: ') ? line!.slice(3) : undefined);
  }
  return kept.get(key);
}
