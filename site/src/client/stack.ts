/** The servers that somebody collects to compare them or to build a policy: kept in this browser, sent nowhere. */

/** One server of the stack. */
export interface Stacked {
  id: string;
  name: string;
}

const KEY = 'toolrisk-stack';
const MOST = 50;

/** The stack; empty where the browser keeps nothing. */
export function readStack(): Stacked[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isStacked) : [];
  } catch {
    // Storage is switched off, or something else wrote there.
    return [];
  }
}

function isStacked(value: unknown): value is Stacked {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name } = value as Partial<Stacked>;
  return typeof id === 'string' && /^[a-z0-9-]{1,120}$/.test(id) && typeof name === 'string';
}

/** Keeps a stack. Says whether the browser took it. */
export function writeStack(stack: readonly Stacked[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(stack.slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

/** The stack with one server more, or without it where it was in it. */
export function toggled(stack: readonly Stacked[], one: Stacked): Stacked[] {
  const without = stack.filter(({ id }) => id !== one.id);
  return without.length < stack.length ? without : [...stack, one];
}
