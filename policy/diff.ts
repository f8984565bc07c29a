import type { Reading, ReadRule } from './read.ts';

/** What changed for one tool between two policy files. */
export type PolicyChange =
  | { kind: 'added'; tool: string; now: string }
  | { kind: 'removed'; tool: string; was: string; now: string }
  | { kind: 'changed'; tool: string; was: string; now: string }
  | { kind: 'default'; was: string; now: string };

/** What the new file does otherwise than the old one, tool by tool, in the order of the new file. */
export function diffPolicies(old: Reading, next: Reading): PolicyChange[] {
  const [before, after] = [byTool(old), byTool(next)];
  const changes: PolicyChange[] = [];
  if (old.otherwise !== next.otherwise)
    changes.push({ kind: 'default', was: old.otherwise, now: next.otherwise });
  for (const [tool, now] of after) {
    const was = before.get(tool);
    if (was === undefined) changes.push({ kind: 'added', tool, now });
    else if (was !== now) changes.push({ kind: 'changed', tool, was, now });
  }
  for (const [tool, was] of before) {
    if (!after.has(tool)) changes.push({ kind: 'removed', tool, was, now: next.otherwise });
  }
  return changes;
}

/** A change as a sentence. */
export function changeInWords(change: PolicyChange): string {
  switch (change.kind) {
    case 'added':
      return `${change.tool} is named now: ${change.now}.`;
    case 'removed':
      return `${change.tool} is no longer named: it was ${change.was}, and what is not named is ${change.now}.`;
    case 'changed':
      return `${change.tool} was ${change.was}, and is now ${change.now}.`;
    case 'default':
      return `What is not named was ${change.was}, and is now ${change.now}.`;
  }
}

function byTool({ rules }: Reading): Map<string, string> {
  const found = Map.groupBy(rules, nameOf);
  return new Map([...found].map(([name, these]) => [name, these.map(({ says }) => says).join('; ')]));
}

function nameOf({ server, tool }: ReadRule): string {
  return server === undefined ? tool : `${server}: ${tool}`;
}
