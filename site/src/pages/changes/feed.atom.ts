/** The newest changes of all runs as one feed; within a run, what raises the risk first. */
import { latestRun } from '../../../../catalogue/store/reads.ts';
import { context } from '../../../context.ts';
import { changesFeedPath, changesPath } from '../../view/addresses.ts';
import { atomFeed } from '../../view/atom.ts';
import { newestChanges } from '../../view/run.ts';

export function GET(): Response {
  const { catalogue } = context();
  const newest = latestRun(catalogue);
  const feed = atomFeed({
    path: changesFeedPath,
    page: changesPath,
    title: 'Toolrisk: changes',
    updated: newest?.finishedAt ?? newest?.startedAt ?? '1970-01-01T00:00:00Z',
    changes: newestChanges(catalogue, 100),
  });
  return new Response(feed, { headers: { 'Content-Type': 'application/atom+xml' } });
}
