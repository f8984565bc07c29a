/** What differs between two JSON values, field by field, bounded whatever the values are. */
import type { FieldChange, FieldValue } from './change-records.ts';
import { isJsonObject, pointerToken, type Json } from './json.ts';

/** A field of one of two values; undefined where that value has none. */
type Side = Json | undefined;

/** What a comparison gives: the first differences, and how many more there are. */
export type FieldDiff = { fields: FieldChange[]; moreFields: number };

/** Bounds on what one comparison gives, in fields, characters (UTF-16 code units; `total` of all fields) and levels. */
const BOUND = {
  fields: 100,
  total: 100_000,
  excerpt: 6000,
  context: 200,
  json: 2000,
  pointer: 500,
  depth: 64,
};

/**
 * The differences between two JSON values, in the order of their fields' names. Objects are compared member by
 * member, arrays of one length element by element where they hold objects, and as a whole otherwise. Member
 * order and repetition of the same value make no difference.
 */
export function fieldDiff(before: Side, after: Side, pointer = ''): FieldDiff {
  const diff: Growing = { fields: [], moreFields: 0, total: 0 };
  compare(before, after, { pointer, depth: 0, diff });
  return { fields: diff.fields, moreFields: diff.moreFields };
}

/** Several comparisons as one, within the same bound. */
export function joinedDiffs(diffs: readonly FieldDiff[]): FieldDiff {
  const fields = diffs.flatMap((diff) => diff.fields);
  const left = Math.max(0, fields.length - BOUND.fields);
  const moreFields = diffs.reduce((sum, diff) => sum + diff.moreFields, left);
  return { fields: fields.slice(0, BOUND.fields), moreFields };
}

type Growing = FieldDiff & { total: number };
type Place = { pointer: string; depth: number; diff: Growing };

function compare(before: Side, after: Side, place: Place): void {
  if (before === after) return;
  const names = namesOf(before, after);
  const pointers = names?.map((name) => `${place.pointer}/${pointerToken(name)}`);
  const tooFar = place.depth >= BOUND.depth || pointers?.some((pointer) => pointer.length > BOUND.pointer);
  if (names === undefined || pointers === undefined || tooFar) {
    if (isSame(before, after)) return;
    add({ pointer: place.pointer, ...valuesOf(before, after) }, place.diff);
    return;
  }
  names.forEach((name, index) =>
    compare(member(before, name), member(after, name), {
      pointer: pointers[index]!,
      depth: place.depth + 1,
      diff: place.diff,
    }),
  );
}

function add(field: FieldChange, diff: Growing): void {
  const size = (field.before?.text.length ?? 0) + (field.after?.text.length ?? 0);
  if (diff.fields.length >= BOUND.fields || diff.total + size > BOUND.total) diff.moreFields++;
  else {
    diff.fields.push(field);
    diff.total += size;
  }
}

/** The members to compare one by one, or undefined where the two are compared as a whole. */
function namesOf(before: Side, after: Side): (string | number)[] | undefined {
  if (isJsonObject(before) && isJsonObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return undefined;
  return [...before, ...after].every(isJsonObject) ? [...before.keys()] : undefined;
}

function member(value: Side, name: string | number): Side {
  if (Array.isArray(value)) return value[name as number];
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether two values are one value. Two that nest too deep to be written down count as different. */
function isSame(before: Side, after: Side): boolean {
  if (typeof before !== 'object' || typeof after !== 'object') return before === after;
  const [one, other] = [before, after].map((value) => jsonText(value as Json, Infinity));
  return one!.omitted + other!.omitted === 0 && one!.text === other!.text;
}

function valuesOf(before: Side, after: Side): { before: FieldValue | null; after: FieldValue | null } {
  const both = typeof before === 'string' && typeof after === 'string';
  const skipped = both ? skippable(before, after) : 0;
  return { before: valueOf(before, skipped), after: valueOf(after, skipped) };
}

function valueOf(value: Side, skipped: number): FieldValue | null {
  if (value === undefined) return null;
  if (typeof value !== 'string') return { type: 'json', ...jsonText(value, BOUND.json) };
  const end = wholeCharacter(value, Math.min(value.length, skipped + BOUND.excerpt));
  return { type: 'text', text: value.slice(skipped, end), skipped, omitted: value.length - end };
}

/** How much of what two long texts begin with alike can be left out. */
function skippable(before: string, after: string): number {
  if (Math.max(before.length, after.length) <= BOUND.excerpt) return 0;
  let alike = 0;
  while (alike < before.length && before[alike] === after[alike]) alike++;
  return wholeCharacter(before, Math.max(0, alike - BOUND.context));
}

/** `index`, or the one before it where it would cut a surrogate pair. */
function wholeCharacter(text: string, index: number): number {
  const isInPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(index - 1, index + 1));
  return isInPair ? index - 1 : index;
}

/** JSON text of a value with sorted keys, cut after `limit` characters and below `BOUND.depth` levels. */
function jsonText(value: Json, limit: number): { text: string; omitted: number } {
  const out = { text: '', tooDeep: 0 };
  writeJson(value, 0, out);
  const end = wholeCharacter(out.text, Math.min(out.text.length, limit));
  return { text: out.text.slice(0, end), omitted: out.text.length - end + out.tooDeep };
}

function writeJson(value: Json, depth: number, out: { text: string; tooDeep: number }): void {
  if (value === null || typeof value !== 'object') {
    out.text += JSON.stringify(value);
  } else if (depth >= BOUND.depth) {
    out.text += '…';
    out.tooDeep++;
  } else if (Array.isArray(value)) {
    out.text += '[';
    value.forEach((item, index) => {
      if (index > 0) out.text += ',';
      writeJson(item, depth + 1, out);
    });
    out.text += ']';
  } else {
    out.text += '{';
    Object.keys(value)
      .sort()
      .forEach((key, index) => {
        out.text += `${index > 0 ? ',' : ''}${JSON.stringify(key)}:`;
        writeJson(value[key]!, depth + 1, out);
      });
    out.text += '}';
  }
}
