import type { Category, Hint } from '../../catalogue/vocabulary.ts';
import type { Reading } from '../reading/reading.ts';
import type { CategoryVerdict } from './category.ts';

const declared = (reading: Reading, hint: Hint): boolean | undefined => {
  const value = Object.hasOwn(reading.hints, hint) ? reading.hints[hint] : undefined;
  return typeof value === 'boolean' ? value : undefined;
};

/**
 * The verdict with the author's hints heard: an admission that the tool does not only read raises a doubtful
 * Read to Write. A hint never lowers what the words establish.
 */
export function withHints(reading: Reading, verdict: CategoryVerdict): CategoryVerdict {
  const admits = declared(reading, 'readOnlyHint') === false || declared(reading, 'destructiveHint') === true;
  if (!admits || verdict.category !== 'Read' || verdict.basis === 'agreed' || verdict.basis === 'single')
    return verdict;
  return { ...verdict, category: 'Write', basis: 'hinted', deciding: new Set(['declared-hints']) };
}

/** Whether the hints say what the words say: only reading, or not. */
export function isSupported(reading: Reading, category: Category): boolean {
  const readOnly = declared(reading, 'readOnlyHint');
  return readOnly !== undefined && readOnly === (category === 'Read');
}

/** Declared hints that the verdict contradicts. MCP's "destructive" is wider than Destructive, so only a denial counts. */
export function mismatches(reading: Reading, category: Category): Hint[] {
  const found: Hint[] = [];
  if (declared(reading, 'readOnlyHint') === true && category !== 'Read') found.push('readOnlyHint');
  if (declared(reading, 'destructiveHint') === false && category === 'Destructive')
    found.push('destructiveHint');
  return found;
}
