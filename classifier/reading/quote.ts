import { textAt } from '../../catalogue/evidence.ts';
import type { Evidence } from '../../catalogue/records.ts';
import type { Reading, ReadPassage } from './reading.ts';
import type { Parameter } from './parameters.ts';

/** Evidence for a span of the name, title or description, given in folded offsets. */
export function quote(reading: Reading, pointer: string, start: number, end: number): Evidence {
  const source =
    pointer === '/name' ? reading.name : pointer === '/title' ? reading.title : reading.description;
  const { folded, original } = (source as ReadPassage).passage;
  const from = folded.offsets ? (folded.offsets[start] as number) : start;
  const to = folded.offsets ? (folded.offsets[end] as number) : end;
  return { pointer, start: from, end: to, quote: original.slice(from, to) };
}

/** Evidence that a parameter is there: its name, quoted with its quotation marks from the object that holds it. */
export function quoteParameter(reading: Reading, { holder, key }: Parameter): Evidence | undefined {
  // In a list of parameters the name is a text of its own.
  return quoteJson(reading, holder, `${JSON.stringify(key)}:`, 1) ?? quoteJson(reading, holder, key, 0);
}

/** Evidence that a parameter allows a value. */
export function quoteValue(reading: Reading, parameter: Parameter, value: string): Evidence | undefined {
  for (const written of [JSON.stringify(value), `'${value}'`, `\`${value}\``, value]) {
    const found = quoteJson(reading, parameter.valuesPointer, written, 0);
    if (found) return found;
  }
  return undefined;
}

/** The first place in the text at `pointer` where `text` stands, less `drop` units at its end. */
export function quoteJson(
  reading: Reading,
  pointer: string,
  text: string,
  drop: number,
): Evidence | undefined {
  let whole = reading.jsonTexts.get(pointer);
  if (whole === undefined) {
    whole = textAt(reading.definition, pointer);
    if (whole !== undefined) reading.jsonTexts.set(pointer, whole);
  }
  const start = whole?.indexOf(text) ?? -1;
  if (whole === undefined || start < 0) return undefined;
  const end = start + text.length - drop;
  return { pointer, start, end, quote: whole.slice(start, end) };
}
