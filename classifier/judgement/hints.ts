import type { Category, Hint } from '../../catalogue/vocabulary.ts';
import type { Reading } from '../reading/reading.ts';

/** Declared hints that the verdict contradicts. MCP's "destructive" is wider than Destructive, so only a denial counts. */
export function mismatches(reading: Reading, category: Category): Hint[] {
  const hint = (name: Hint): unknown =>
    Object.hasOwn(reading.hints, name) ? reading.hints[name] : undefined;
  const found: Hint[] = [];
  if (hint('readOnlyHint') === true && category !== 'Read') found.push('readOnlyHint');
  if (hint('destructiveHint') === false && category === 'Destructive') found.push('destructiveHint');
  return found;
}
