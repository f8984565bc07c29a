/** A run's changes as a feed, what raises the risk first. */
import { listRuns, runChanges } from '../../../../catalogue/store/reads.ts';
import { context } from '../../../context.ts';
import { runFeedPath, runPath } from '../../view/addresses.ts';
import { atomFeed } from '../../view/atom.ts';
import { firstOf, type RunProps } from '../../view/run.ts';

export function getStaticPaths() {
  return listRuns(context().catalogue).map((run) => ({ params: { run: String(run.id) }, props: { run } }));
}

export function GET({ props: { run } }: { props: RunProps }): Response {
  const feed = atomFeed({
    path: runFeedPath(run.id),
    page: runPath(run.id),
    title: `Toolrisk: changes of run ${run.id}`,
    updated: run.finishedAt ?? run.startedAt,
    changes: firstOf(runChanges(context().catalogue, run.id), 100),
  });
  return new Response(feed, { headers: { 'Content-Type': 'application/atom+xml' } });
}
