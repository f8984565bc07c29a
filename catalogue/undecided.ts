import type { Classification } from './records.ts';

/** Whether a tool is taken for one that reads because no rule found what a call does: the least that can be supposed. */
export const isUndecided = ({ category, findings }: Pick<Classification, 'category' | 'findings'>): boolean =>
  category === 'Read' && findings.every(({ effect }) => effect !== 'decides');
