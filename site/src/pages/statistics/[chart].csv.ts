/** A chart's numbers as CSV. */
import { context } from '../../../context.ts';
import { chartCsv, type Chart } from '../../view/charts.ts';
import { allCharts } from '../../view/statistics.ts';

export function getStaticPaths() {
  return allCharts(context()).map((chart) => ({ params: { chart: chart.id }, props: { chart } }));
}

export function GET({ props }: { props: { chart: Chart } }): Response {
  return new Response(chartCsv(props.chart), { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });
}
