import type { Parameter } from './parameters.ts';
import type { Sentence } from './sentences.ts';
import { endOf, type Passage, type Token } from './tokens.ts';

/** How far behind a name its type in parentheses may reach: `path (str, optional):`. */
const TYPE_REACH = 6;
/** An explanation is not read further than so many words. */
const MOST = 80;

/**
 * Parameters, those that the schema does not describe with what the description says of them: `Args:` with
 * `mode: "append" or "overwrite"`. Programs that make a schema from a docstring leave it there.
 */
export function explained(
  parameters: readonly Parameter[],
  passage: Passage,
  ranges: readonly Sentence[],
): readonly Parameter[] {
  if (!ranges.some(({ role }) => role === 'args')) return parameters;
  const bare = new Set(
    parameters.filter(({ description }) => description === '').map(({ key }) => key.toLowerCase()),
  );
  if (bare.size === 0) return parameters;
  const said = explanations(passage, ranges, bare);
  return parameters.map((parameter) => {
    const description = parameter.description === '' ? said.get(parameter.key.toLowerCase()) : undefined;
    if (description === undefined) return parameter;
    const { values, valuesPointer } = parameter;
    return { ...parameter, description, valuesPointer: values.length > 0 ? valuesPointer : passage.pointer };
  });
}

/** What stands behind each of these names in the sections that explain arguments, as it was written. */
function explanations(
  passage: Passage,
  ranges: readonly Sentence[],
  names: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const { from, to } of sections(ranges)) {
    const named: { name: string; at: number; from: number }[] = [];
    for (let at = from; at < to; at++) {
      const { word } = passage.tokens[at] as Token;
      const start = names.has(word) ? explanationOf(passage.tokens, at) : undefined;
      if (start !== undefined) named.push({ name: word, at, from: start });
    }
    named.forEach(({ name, from: start }, index) => {
      const end = Math.min(named[index + 1]?.at ?? to, start + MOST);
      if (!said.has(name)) said.set(name, textOf(passage, start, end));
    });
  }
  return said;
}

/** The sections that explain arguments, each as a whole: sentences of one stand behind one another. */
function sections(ranges: readonly Sentence[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to, role } of ranges) {
    if (role !== 'args') continue;
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/** The first token behind the colon that follows a name, or its type in parentheses. */
function explanationOf(tokens: readonly Token[], name: number): number | undefined {
  const next = tokens[name + 1];
  if (next?.before === ':') return name + 1;
  if (next?.before !== '(') return undefined;
  for (let at = name + 2; at < Math.min(tokens.length, name + TYPE_REACH); at++)
    if ((tokens[at] as Token).before === ':') return at;
  return undefined;
}

/** The original text of some tokens, with the quotation mark before the first one and behind the last. */
function textOf({ folded, original, tokens }: Passage, from: number, to: number): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  if (!first || !last || to <= from) return '';
  const offset = (at: number): number => folded.offsets?.[at] ?? at;
  return original.slice(Math.max(0, offset(first.start) - 1), offset(endOf(last)) + 1).trim();
}
