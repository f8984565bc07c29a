/** Changes in words: the only place that says what differs, for scans, locks, feeds and comparisons alike. */
import type { Change, FieldChange, FieldValue, Verdict } from '../catalogue/change-records.ts';
import { pointerTokens } from '../catalogue/json.ts';
import { countHidden, visible } from '../catalogue/visible.ts';
import { CATEGORIES, OUTCOME_MEANING, RISK_LEVELS, rank, type FieldPart } from '../catalogue/vocabulary.ts';
import type { FieldWords } from './scan-record.ts';
import type { StackChange } from './stack.ts';

/** A change as its readers get it. */
export interface ChangeWords {
  server: string;
  tool?: string;
  /** What happened, one sentence. */
  headline: string;
  /** Why it matters more than the verdict alone says, a sentence each. */
  remarks: string[];
  /** What differs, field by field. */
  details: FieldWords[];
  raisesRisk: boolean;
}

/** A change in words. All text of a server's has its hidden characters visible. */
export function changeWords(change: StackChange): ChangeWords {
  const { server } = change;
  const plain = {
    server,
    remarks: [],
    details: [],
    raisesRisk: change.kind !== 'changed' && change.raisesRisk === true,
  };
  switch (change.kind) {
    case 'server-added':
      return { ...plain, headline: `The server is new, with ${count(change.tools, 'tool')}.` };
    case 'server-removed':
      return { ...plain, headline: `The server is gone, with ${count(change.tools, 'tool')}.` };
    case 'changed':
      return { server, ...wordsOf(change.change) };
  }
}

type Words = Omit<ChangeWords, 'server'>;

function wordsOf(change: Change): Words {
  const raisesRisk = change.raisesRisk === true;
  const plain = { remarks: [], details: [], raisesRisk };
  switch (change.kind) {
    case 'added':
      return { ...plain, tool: change.tool, headline: `The tool is new${described(change.after.verdict)}.` };
    case 'removed':
      return {
        ...plain,
        tool: change.tool,
        headline: `The tool is gone${described(change.before.verdict)}.`,
      };
    case 'redefined':
      return redefinition(change);
    case 'reclassified':
      return { ...plain, tool: change.tool, headline: reclassification(change) };
    case 'server':
      return {
        ...fieldsOf(change, 'The server itself changed'),
        remarks: identityRemarks(change.fields, raisesRisk),
        raisesRisk,
      };
    case 'circumstances':
      return { ...fieldsOf(change, 'The server was started in another way'), remarks: [], raisesRisk };
    case 'outcome':
      return {
        ...plain,
        headline: `The server ${OUTCOME_MEANING[change.after]}; before, it ${OUTCOME_MEANING[change.before]}.`,
      };
  }
}

const described = (verdict: Verdict | null) => (verdict ? `: ${verdict.category}, ${verdict.riskLevel}` : '');

type Redefined = Extract<Change, { kind: 'redefined' }>;

function redefinition(change: Redefined): Words {
  const { tool, fields } = change;
  const parts = [...new Set(fields.map(({ part, parameter }) => partName(part, parameter)))];
  const what = parts.length === 0 ? 'its old definition is not at hand' : `changed: ${list(parts)}`;
  const remarks = [
    ...(claimsLess(fields) ? ['Its hints claim less danger than before.'] : []),
    ...(hidesMore(fields) ? ['Its text now has hidden characters.'] : []),
  ];
  return {
    tool,
    headline: `The tool has another definition; ${what}.`,
    remarks,
    details: detailsOf(change),
    raisesRisk: change.raisesRisk === true || remarks.length > 0,
  };
}

const PART_NAME: Record<FieldPart, string> = {
  name: 'name',
  title: 'title',
  description: 'description',
  input: 'input schema',
  output: 'output schema',
  hint: 'hints',
  annotation: 'annotations',
};

function partName(part: FieldPart, parameter: string | undefined): string {
  return parameter === undefined ? PART_NAME[part] : `parameter ${shown(parameter)}`;
}

function reclassification({ before, after, cause }: Extract<Change, { kind: 'reclassified' }>): string {
  const why = {
    definition: 'because its definition changed',
    classifier: 'because the classifier is another one',
    both: 'because its definition and the classifier changed',
  }[cause];
  const way = isWorse(before, after) ? 'worse' : 'better';
  return `The verdict is ${way}: ${before.category}, ${before.riskLevel} became ${after.category}, ${after.riskLevel}, ${why}.`;
}

function isWorse(before: Verdict, after: Verdict): boolean {
  const levels = rank(RISK_LEVELS, after.riskLevel) - rank(RISK_LEVELS, before.riskLevel);
  return levels > 0 || (levels === 0 && rank(CATEGORIES, after.category) > rank(CATEGORIES, before.category));
}

/** A hint that now promises harmlessness, or no longer admits harm. */
function claimsLess(fields: Redefined['fields']): boolean {
  const harmless: Record<string, string> = {
    readOnlyHint: 'true',
    idempotentHint: 'true',
    destructiveHint: 'false',
    openWorldHint: 'false',
  };
  return fields.some(({ pointer, part, before, after }) => {
    if (part !== 'hint') return false;
    const promise = harmless[pointerTokens(pointer)[1] ?? ''];
    const admitted = promise === 'true' ? 'false' : 'true';
    return after?.text === promise || (before?.text === admitted && after === null);
  });
}

function hidesMore(fields: readonly FieldChange[]): boolean {
  const hidden = (value: FieldValue | null) => countHidden(value?.text ?? '');
  return fields.some(({ before, after }) => hidden(after) > hidden(before));
}

function identityRemarks(fields: readonly FieldChange[], raisesRisk: boolean): string[] {
  const source = fields.some(({ pointer }) => pointer === '/source');
  const integrity = raisesRisk && !source;
  return [
    ...(source ? ['Another program stands under the same name.'] : []),
    ...(integrity ? ['The package is another one under the same version, which no registry allows.'] : []),
    ...(hidesMore(fields) ? ['Its text now has hidden characters.'] : []),
  ];
}

type Fields = { fields: readonly FieldChange[]; moreFields: number };

function fieldsOf(change: Fields, what: string): { headline: string; details: FieldWords[] } {
  const parts = [...new Set(change.fields.map(({ pointer }) => pointerTokens(pointer)[0] ?? ''))];
  const names = parts.map((part) => SELF_NAME[part] ?? shown(part));
  return { headline: `${what}: ${list(names)}.`, details: detailsOf(change) };
}

const SELF_NAME: Record<string, string> = {
  source: 'where it comes from',
  package: 'its package',
  serverInfo: 'its name or version',
  protocolVersion: 'the protocol version',
  capabilities: 'its capabilities',
  instructions: 'its instructions',
  provenance: 'how its list was had',
  launch: 'arguments or environment',
};

function detailsOf({ fields, moreFields }: Fields): FieldWords[] {
  const details = fields.map(fieldWords);
  if (moreFields === 0) return details;
  return [...details, { label: `and ${count(moreFields, 'more field')}`, before: null, after: null }];
}

/** Characters that both sides have around what differs, and that a side has at most. */
const AROUND = 60;
const AT_MOST = 700;

/** A changed field, old beside new, each with what differs and a little of what stands around it. */
export function fieldWords({ pointer, before, after }: FieldChange): FieldWords {
  const label = pointerTokens(pointer).map(shown).join(' › ') || 'all of it';
  const [old, present] = [before?.text ?? '', after?.text ?? ''];
  const both = before !== null && after !== null;
  const from = both ? Math.max(0, commonStart(old, present) - AROUND) : 0;
  const cut = both ? Math.max(0, commonEnd(old, present) - AROUND) : 0;
  const side = (value: FieldValue | null) => value && excerpt(value, from, cut);
  return { label, before: side(before), after: side(after) };
}

function excerpt(value: FieldValue, from: number, cut: number): string {
  const { text } = value;
  const skipped = from > 0 || (value.type === 'text' && value.skipped > 0);
  const end = Math.min(text.length - cut, from + AT_MOST);
  const shortened = end < text.length || value.omitted > 0;
  return `${skipped ? '…' : ''}${visible(text.slice(from, end).toWellFormed())}${shortened ? '…' : ''}`;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Never more than what is left of either behind their common start. */
function commonEnd(a: string, b: string): number {
  const most = Math.min(a.length, b.length) - commonStart(a, b);
  let length = 0;
  while (length < most && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** A name out of a definition, in quotes where it is no plain word. */
const shown = (name: string) =>
  /^[\w.@/-]{1,80}$/.test(name) ? name : JSON.stringify(visible(clip(name, 80)));

/** A stranger's text on one line, its hidden characters visible, no longer than `limit`. */
export function line(text: string, limit = 200): string {
  return visible(clip(text.replaceAll(/\s+/g, ' ').trim(), limit));
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
}

/** `1 tool`, `2 tools`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
