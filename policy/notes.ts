import type { Action } from '../catalogue/vocabulary.ts';
import { ACTION_LABEL } from './explain.ts';
import type { Emitter, Policy } from './emitter.ts';
import { resolve, SHORTFALLS, type Resolved, type Shortfall, type ShortfallKind } from './resolve.ts';

const CANNOT: Record<ShortfallKind, (title: string) => string> = {
  'no-arguments': (title) => `${title} cannot hold a call to these arguments`,
  'no-limit': (title) => `${title} has no limit per tool`,
  'no-ask': (title) => `${title} cannot ask a person`,
  'no-hide': (title) => `${title} cannot hide a tool, it only denies it`,
  'no-deny': (title) => `${title} cannot deny a tool by name; switch these off in its own list of tools`,
  'no-name': (title) => `${title} cannot name these tools; they are left to its default`,
  'no-validation': (title) =>
    `${title} does not repeat the schema of these arguments, so the server has to check them`,
};

/**
 * What the target's file cannot express of the policy and does instead, a sentence per kind of shortfall: for comments
 * at the head of the file where its format has them, beside it where not.
 */
export function notesOf(
  { title, remarks, askDenial }: Pick<Emitter, 'title' | 'remarks' | 'askDenial'>,
  resolved: readonly Resolved[],
): string[] {
  const all = resolved.flatMap(({ shortfalls }) => shortfalls);
  const cannot = SHORTFALLS.flatMap((kind) => {
    const of = all.filter((shortfall) => shortfall.kind === kind);
    return of.length > 0 ? [sentence(CANNOT[kind](title), of, askDenial)] : [];
  });
  return [...cannot, ...deniedToAsk(title, askDenial, resolved), ...(remarks?.(resolved) ?? [])];
}

function sentence(cannot: string, shortfalls: readonly Shortfall[], askDenial: string | undefined): string {
  if (shortfalls[0]!.kind === 'no-validation') return `${cannot}: ${shortfalls.map(named).join(', ')}.`;
  const byAction = Map.groupBy(shortfalls, ({ action }) => action);
  const parts = [...byAction].map(
    ([action, these]) => `${instead(action, askDenial)}: ${these.map(named).join(', ')}`,
  );
  return `${cannot}. ${parts.join('. ')}.`;
}

function instead(action: Action, askDenial: string | undefined): string {
  return action === 'ask' && askDenial !== undefined
    ? `Instead denied with "${askDenial}"`
    : `Instead "${ACTION_LABEL[action]}"`;
}

/** Where a denial stands for the question, whoever expects a prompt waits in vain. */
function deniedToAsk(title: string, askDenial: string | undefined, resolved: readonly Resolved[]): string[] {
  const asked = resolved.filter(({ action }) => action === 'ask').map(({ tool }) => printable(tool));
  return askDenial === undefined || asked.length === 0
    ? []
    : [
        `${title} has no prompt. A call of these tools is denied with "${askDenial}" until a person lifts the rule: ${asked.join(', ')}.`,
      ];
}

function named({ tool, detail }: Shortfall): string {
  const name = printable(tool);
  return detail === '' ? name : `${name} (${printable(detail)})`;
}

/** Printable ASCII, as nearly all names are. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Text that stays on its line in a comment: control and line-breaking characters as their escapes. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** What a target's file for these servers cannot express, in sentences. */
export function notes(emitter: Emitter, policies: readonly Policy[]): string[] {
  return notesOf(
    emitter,
    policies.flatMap((policy) => resolve(policy, emitter)),
  );
}

/** The notes and the reasons as comment lines. `mark` begins each line: `#` or `//`. */
export function comments(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark} ${printable(line)}\n`).join('');
}
