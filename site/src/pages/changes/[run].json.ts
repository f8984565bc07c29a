/** A run's changes as data. */
import { listRuns } from '../../../../catalogue/store/reads.ts';
import { context } from '../../../context.ts';
import { runJson } from '../../view/run.ts';
import type { RunProps } from '../../view/run.ts';

export function getStaticPaths() {
  return listRuns(context().catalogue).map((run) => ({ params: { run: String(run.id) }, props: { run } }));
}

export function GET({ props }: { props: RunProps }): Response {
  return Response.json(runJson(context().catalogue, props.run));
}
