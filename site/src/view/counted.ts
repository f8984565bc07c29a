import { holdings, type Catalogue, type Counts } from '../../../catalogue/store/reads.ts';
import { CATEGORIES, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { once } from './once.ts';
import { surveyed } from './survey.ts';

/** The counts of a catalogue, made once for a build; verdicts are counted by the survey. */
export const counted = (db: Catalogue): Counts =>
  once(db, 'counts', () => {
    const { verdicts } = surveyed();
    const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
    return {
      ...holdings(db),
      levels: some(RISK_LEVELS, (level) => sum(CATEGORIES.map((category) => verdicts[category][level]))),
      categories: some(CATEGORIES, (category) => sum(Object.values(verdicts[category]))),
    };
  });

/** Counts by name, without those that are 0. */
function some<Name extends string>(
  names: readonly Name[],
  count: (name: Name) => number,
): Partial<Record<Name, number>> {
  const counts = names.map((name): [Name, number] => [name, count(name)]);
  return Object.fromEntries(counts.filter(([, n]) => n > 0)) as Partial<Record<Name, number>>;
}
