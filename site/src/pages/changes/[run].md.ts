/** A run's changes as Markdown. */
import { listRuns } from '../../../../catalogue/store/reads.ts';
import { context } from '../../../context.ts';
import { runMarkdown } from '../../view/run-markdown.ts';
import { runView, type RunProps } from '../../view/run.ts';

export function getStaticPaths() {
  return listRuns(context().catalogue).map((run) => ({ params: { run: String(run.id) }, props: { run } }));
}

export function GET({ props: { run } }: { props: RunProps }): Response {
  const text = runMarkdown(runView(context().catalogue, run));
  return new Response(text, { headers: { 'Content-Type': 'text/markdown; charset=utf-8' } });
}
