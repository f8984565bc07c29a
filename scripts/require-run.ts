import { listRuns, type Catalogue } from '../catalogue/store/index.ts';
import { UserError } from './errors.ts';

/** More runs than these are not told one by one. */
const MOST_TOLD = 20;

/** @throws UserError where a catalogue, whose file is named for people, has no such run */
export function requireRun(catalogue: Catalogue, file: string, run: number): void {
  const ids = listRuns(catalogue)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  if (!ids.includes(run)) throw new UserError(`${file} has no run ${run}; it has ${told(ids)}.`);
}

function told(ids: readonly number[]): string {
  if (ids.length === 0) return 'none';
  return ids.length > MOST_TOLD ? `${ids.length}, the latest of them ${ids.at(-1)}` : ids.join(', ');
}
