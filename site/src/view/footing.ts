import { counts, latestRun, type Catalogue } from '../../../catalogue/store/reads.ts';
import { context } from '../../context.ts';
import { day } from '../text/rich.ts';

const known = new WeakMap<Catalogue, string>();

/** What all pages of a build stand on, in one line: program, classifier, newest run. */
export function footing(): string {
  const { catalogue, version } = context();
  const found = known.get(catalogue);
  if (found !== undefined) return found;
  const run = latestRun(catalogue);
  const { classifierVersion } = counts(catalogue);
  const parts = [
    `Toolrisk ${version}`,
    classifierVersion ? `classifier ${classifierVersion}` : 'nothing classified yet',
    run
      ? `run ${run.id} of ${day(run.startedAt)}${run.status === 'finished' ? '' : ` (${run.status})`}`
      : 'not run yet',
  ];
  const line = parts.join(' · ');
  known.set(catalogue, line);
  return line;
}
