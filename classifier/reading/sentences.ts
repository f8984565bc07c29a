import type { PhraseSet } from '../lexicon/phrases.ts';
import { SECTIONS, SUBORDINATORS } from '../lexicon/phrases.ts';
import type { NounSet } from '../lexicon/nouns.ts';
import type { TermNode } from '../lexicon/compile.ts';
import { isIdentifier, isToolName, type Passage, type Token } from './tokens.ts';

/** What part a sentence plays in a description. */
export type Role = 'lead' | 'body' | 'usage' | 'note' | 'aside' | 'example' | 'args' | 'returns' | 'seeAlso';

/** A stretch of a passage's tokens, `from` inclusive to `to` exclusive. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  readonly role: Role;
}

/** A term of the lexicon found in a passage, by token indices, `to` exclusive. */
export interface TermHit {
  readonly phrases: readonly PhraseSet[];
  readonly nouns: readonly NounSet[];
  readonly from: number;
  readonly to: number;
}

const NONE: readonly never[] = [];
const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
const SUBORDINATE = words(SUBORDINATORS);
const SECTION_OF = new Map(
  Object.entries(SECTIONS).flatMap(([role, list]) =>
    list.split(/\s+/).map((word) => [word, role as Role] as const),
  ),
);
const HEADINGS = words('args arguments parameters params returns examples example usage notes');
const STRESS = words('important critical');
const CROSS_REFERENCE = words(
  'use call prefer see instead first before after then via using run try refer combine follow alternatively consider unlike',
);

/** Whether a word, in lower case, is the name of the tool or of one of its parameters. */
export type IsOwn = (word: string) => boolean;

/**
 * Splits a passage into sentences and says what part each plays. A sentence with a name that is the tool's own does not
 * speak of another tool.
 */
export function sentences(tokens: readonly Token[], isOwn: IsOwn = () => false): Sentence[] {
  const found: Sentence[] = [];
  let section: Role = 'body';
  let once: Role | undefined;
  let led = false;
  let tagged = false;
  let opens = false;
  let listed = false;
  let from = 0;
  const close = (to: number): void => {
    if (to <= from) return;
    // A heading says what the text below it says again. One word further down, `## Deleting`, only names a section.
    const heading = tokens[from]?.before === '#';
    const names = heading && led && to === from + 1;
    // A list ends where a sentence says what the tool does: it has no bullet, and begins with its verb.
    if (listed && saysWhatItDoes(tokens, from)) section = 'body';
    const within = opens && !led && !saysUse(tokens, from) ? 'body' : section;
    const role = names ? 'aside' : roleOf(tokens, { from, to, isOwn }, once ?? within, led);
    if (role === 'lead' && !heading) led = true;
    found.push({ from, to, role });
    once = undefined;
    from = to;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (index > from && '.*+#'.includes(token.before || ' ')) close(index);
    if (listed && index > from && goesOn(tokens, index, from)) {
      close(index);
      section = 'body';
    }
    const header = headerAt(tokens, index, from);
    if (header === undefined) {
      // Within a tag, a heading is one of its text.
      if (index === from && token.before === '#' && !tagged) section = 'body';
      continue;
    }
    close(index);
    // `<use_case>` at the beginning says what the tool is for.
    opens = token.before === '<' && index === 0 && header.role === 'usage';
    if (token.before === '<' || token.before === '>') tagged = token.before === '<' && header.role !== 'body';
    listed = startsList(tokens[header.to]);
    if (isOfOneSentence(header.role, token.before === '<', listed)) once = header.role;
    else section = header.role;
    found.push({ from: index, to: header.to, role: header.role });
    from = header.to;
    index = header.to - 1;
  }
  close(tokens.length);
  return found;
}

/** Whether a heading is of the next sentence alone: `Note:`, and `See:` without a list. What stands in a tag is of it. */
const isOfOneSentence = (role: Role, tag: boolean, lists: boolean): boolean =>
  !tag && (role === 'note' || (role === 'seeAlso' && !lists));

/** A heading of a known kind at a token: `Args:`, `<examples>`, `## Returns`. A closing tag opens the body. */
function headerAt(
  tokens: readonly Token[],
  index: number,
  from: number,
): { role: Role; to: number } | undefined {
  const token = tokens[index] as Token;
  const next = tokens[index + 1];
  if (token.before === '<') return { role: SECTION_OF.get(token.word) ?? 'body', to: index + 1 };
  if (token.before === '>') return { role: 'body', to: index + 1 };
  const [mark, behind] = [next?.before, tokens[index + 2]?.before];
  // Asked of every token: what has no colon behind it, and begins nothing, is no heading.
  if (index !== from && mark !== ':' && mark !== '+' && behind !== '+') return longHeading(tokens, index);
  const role = SECTION_OF.get(token.word);
  // In the middle of a sentence a list makes a heading only of a word that is hardly anything else.
  const lists = next?.before === '+' && (index === from || HEADINGS.has(token.word));
  const closes = next?.before === ':' || lists;
  if (role !== undefined && (closes || (next === undefined && index === from)))
    return { role, to: index + 1 };
  if (role !== undefined && next?.before === '' && tokens[index + 2]?.before === '+') {
    // `Usage examples:` and `Example usage:` alike.
    const second = SECTION_OF.get(next.word);
    if (second !== undefined)
      return { role: role === 'example' || second === 'example' ? 'example' : second, to: index + 2 };
  }
  const heading = longHeading(tokens, index);
  if (heading) return heading;
  if (index !== from) return undefined;
  const second = next && opensList(tokens[index + 2]) ? SECTION_OF.get(next.word) : undefined;
  if (second !== undefined && next?.before === '') return { role: second, to: index + 2 };
  return token.before === '#' && role !== undefined ? { role, to: index + 1 } : undefined;
}

/** Whether a sentence that is no item of a list begins with what the tool does: `This deletes …`, `Executes …`. */
function saysWhatItDoes(tokens: readonly Token[], from: number): boolean {
  const { word, before, known } = tokens[from] as Token;
  return (
    before === '.' && (word === 'this' || word === 'it' || (known?.verb?.form === 's' && !known.verb.nounish))
  );
}

/**
 * Whether the text below a list begins within its last item, for line breaks do not count: `- gate_id: which gate This
 * deletes it`, `- get_gate Deletes every gate`.
 */
function goesOn(tokens: readonly Token[], index: number, from: number): boolean {
  const token = tokens[index] as Token;
  const says = (one: Token | undefined): boolean => one?.known?.verb?.form === 's' && one.before === '';
  if (token.word === 'this' || token.word === 'it') {
    const next = tokens[index + 1];
    return says(next?.word.endsWith('ly') ? tokens[index + 2] : next) && token.before === '';
  }
  return index === from + 1 && isIdentifier(tokens[from] as Token) && says(token);
}

/** `When to use:`, `When not to use this tool:`, `Related tools:`, with a list or a line behind them. */
function longHeading(tokens: readonly Token[], index: number): { role: Role; to: number } | undefined {
  const { word } = tokens[index] as Token;
  if (word === 'related')
    return opensList(tokens[index + 2]) ? { role: 'seeAlso', to: index + 2 } : undefined;
  if (word !== 'when') return undefined;
  for (let at = index + 2; at < Math.min(tokens.length, index + HEADING_REACH); at++) {
    if (!opensList(tokens[at])) continue;
    const said = tokens.slice(index, at).map((token) => token.word);
    if (!said.includes('use')) return undefined;
    return { role: said.includes('not') ? 'seeAlso' : 'usage', to: at };
  }
  return undefined;
}

const HEADING_REACH = 8;

/** Whether what stands before a token has come to its end in a colon, or in a list. */
const opensList = (token: Token | undefined): boolean => token?.before === ':' || token?.before === '+';

const startsList = (token: Token | undefined): boolean => token?.before === '*' || token?.before === '+';

function roleOf(tokens: readonly Token[], stretch: Stretch, section: Role, led: boolean): Role {
  const { from, to } = stretch;
  if (section !== 'body' && section !== 'usage') return section;
  let at = from;
  // `[IMPORTANT] If you …`
  while (at + 1 < to && STRESS.has((tokens[at] as Token).word)) at++;
  const first = tokens[at] as Token;
  if (SUBORDINATE.has(first.word) && first.word !== 'that') return 'aside';
  if (refersElsewhere(tokens, stretch)) return led || first.word === 'use' ? 'seeAlso' : 'lead';
  if (section === 'usage') return led ? 'usage' : saysUse(tokens, from) ? 'lead' : 'usage';
  if (saysUse(tokens, from)) return led ? 'usage' : 'lead';
  return led ? 'body' : 'lead';
}

const saysUse = (tokens: readonly Token[], from: number): boolean =>
  tokens[from]?.word === 'use' || tokens[from]?.word === 'useful' || tokens[from]?.word === 'used';

/** Whether a sentence speaks of another tool: a name with underscores beside a word of reference. */
function refersElsewhere(tokens: readonly Token[], { from, to, isOwn }: Stretch): boolean {
  for (let index = from; index < to; index++) {
    const token = tokens[index] as Token;
    if (!isIdentifier(token) || isOwn(token.word)) continue;
    if (isToolName(token) && isAnother(tokens, index, from, to)) return true;
    for (let near = Math.max(from, index - 4); near < Math.min(to, index + 5); near++) {
      if (CROSS_REFERENCE.has((tokens[near] as Token).word)) return true;
    }
  }
  return false;
}

/** A stretch of tokens, and which names are the tool's own. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly isOwn: IsOwn;
}

/** Whether a name with underscores is what does something, `edit_x overwrites it`, or by what it is done. */
function isAnother(tokens: readonly Token[], index: number, from: number, to: number): boolean {
  const next = index + 1 < to ? (tokens[index + 1] as Token) : undefined;
  const does = next?.known?.verb?.form === 's' && !next.known.verb.nounish && next.before.trim() !== '.';
  const previous = index > from ? (tokens[index - 1] as Token).word : '';
  return does || previous === 'is' || previous === 'with' || previous === 'which';
}

/** Every term of several words in a passage. Terms do not cross a sentence. */
export function terms(passage: Passage, ranges: readonly Sentence[]): TermHit[] {
  const hits: TermHit[] = [];
  for (const { from, to } of ranges) {
    for (let index = from; index < to; index++) {
      const root = passage.tokens[index]?.known?.terms;
      if (root) follow(passage.tokens, root, index, index + 1, to, hits);
    }
  }
  return hits;
}

function follow(
  tokens: readonly Token[],
  node: TermNode,
  from: number,
  at: number,
  end: number,
  hits: TermHit[],
): void {
  if (node.phrases || node.nouns)
    hits.push({ phrases: node.phrases ?? NONE, nouns: node.nouns ?? NONE, from, to: at });
  if (at >= end) return;
  const child = node.next?.get((tokens[at] as Token).word);
  if (child) follow(tokens, child, from, at + 1, end, hits);
  if (node.any) follow(tokens, node.any, from, at + 1, end, hits);
}
