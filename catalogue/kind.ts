import type { Classification } from './records.ts';

/**
 * A key that tools of the same kind share: category, flags and the last noun of the name.
 * It answers "which other tools are like this one" from an index, without comparing every pair.
 */
export function kindKey(name: string, classification: Pick<Classification, 'category' | 'flags'>): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const noun = (words.length > 1 ? words.at(-1)! : (words[0] ?? ''))
    .slice(0, 40)
    .replace(/(?<=[a-z]{3})s$/, '');
  return [classification.category, [...classification.flags].sort().join('+'), noun].join('/');
}
