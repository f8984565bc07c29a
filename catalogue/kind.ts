import type { Classification } from './records.ts';
import { nameWords } from './words.ts';

/**
 * A key that tools of the same kind share: category, flags and the last noun of the name.
 * It answers "which other tools are like this one" from an index, without comparing every pair.
 */
export function kindKey(name: string, classification: Pick<Classification, 'category' | 'flags'>): string {
  const words = nameWords(name);
  const noun = (words.length > 1 ? words.at(-1)! : (words[0] ?? ''))
    .slice(0, 40)
    .replace(/(?<=[a-z]{3})s$/, '');
  return [classification.category, [...classification.flags].sort().join('+'), noun].join('/');
}
