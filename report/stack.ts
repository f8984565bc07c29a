/** What differs between two stacks of servers, or two catalogues, server by server. */
import type { Change, FieldChange } from '../catalogue/change-records.ts';
import { compareStates, type State, type ToolState } from '../catalogue/changes.ts';
import type { Classification, ToolDefinition } from '../catalogue/records.ts';
import { carriesList } from '../catalogue/vocabulary.ts';

/** A tool at one time; `known` is false where only its digest and verdict are, and its text is not at hand. */
export type StackTool = ToolState & { known: boolean };

/** A tool with its text at hand, as it was judged. */
export function stackTool(definition: ToolDefinition, classification: Classification): StackTool {
  const { digest, classifierVersion, category, riskLevel, flags } = classification;
  return { digest, definition, known: true, verdict: { classifierVersion, category, riskLevel, flags } };
}

/**
 * A server at one time. `source` is what is started or asked, where that is known; `unread` has the SHA-256 of each
 * tool that could not be read, as received.
 */
export type StackServer = Omit<State, 'tools'> & {
  tools: readonly StackTool[];
  source?: string;
  unread?: readonly string[];
};

/** Servers by their ids. */
export type Stack = ReadonlyMap<string, StackServer>;

/** Servers by their ids, of which one at a time is at hand: a catalogue may have more than memory holds. */
export type StackReader = Pick<Stack, 'keys' | 'get'>;

/** What differs in one server. */
export type StackChange =
  | { kind: 'server-added'; server: string; tools: number; raisesRisk: boolean | null }
  | { kind: 'server-removed'; server: string; tools: number; raisesRisk: false }
  | { kind: 'changed'; server: string; change: Change };

/** All that differs, in the order of the servers' ids. */
export function compareStacks(before: StackReader, after: StackReader): StackChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  return ids.flatMap((server) => compareServer(server, before.get(server), after.get(server)));
}

function compareServer(server: string, before?: StackServer, after?: StackServer): StackChange[] {
  if (after === undefined)
    return [{ kind: 'server-removed', server, tools: before?.tools.length ?? 0, raisesRisk: false }];
  if (before === undefined) {
    return [{ kind: 'server-added', server, tools: after.tools.length, raisesRisk: bringsRisk(after) }];
  }
  return differences(before, after).map((change) => ({ kind: 'changed', server, change }));
}

/** A crawl that gave no list says nothing of the tools, nor of what the server is. */
function differences(before: StackServer, after: StackServer): Change[] {
  const { outcome } = after;
  const present = carriesList(outcome) ? after : { ...before, outcome };
  const unknown = new Set(before.tools.filter(({ known }) => !known).map(({ digest }) => digest));
  const changes = compareStates(before, present).map((change) => withoutGuesses(change, unknown));
  return withSource(changes, before.source, after.source);
}

/** Where the old definition is not at hand, its fields cannot be compared. */
function withoutGuesses(change: Change, unknown: ReadonlySet<string>): Change {
  return change.kind === 'redefined' && unknown.has(change.before.digest)
    ? { ...change, fields: [], moreFields: 0 }
    : change;
}

/** Another source is another program under the same name. */
function withSource(changes: Change[], before: string | undefined, after: string | undefined): Change[] {
  if (before === undefined || after === undefined || before === after) return changes;
  const text = (value: string) => ({ type: 'text' as const, text: value, skipped: 0, omitted: 0 });
  const field: FieldChange = { pointer: '/source', before: text(before), after: text(after) };
  const known = changes.find((change) => change.kind === 'server');
  const fields = [field, ...(known?.fields ?? [])];
  const whole: Change = { kind: 'server', fields, moreFields: known?.moreFields ?? 0, raisesRisk: true };
  return [whole, ...changes.filter((change) => change !== known)];
}

function bringsRisk({ tools }: StackServer): boolean | null {
  const levels = tools.map(({ verdict }) => verdict?.riskLevel);
  if (levels.some((level) => level === 'High' || level === 'Critical')) return true;
  return levels.includes(undefined) ? null : false;
}
