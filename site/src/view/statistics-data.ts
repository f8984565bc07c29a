/** The statistics page as data: what was counted over, every table, and the agreement with labels. */
import { latestRun } from '../../../catalogue/store/reads.ts';
import type { SiteContext } from '../../context.ts';
import { chartCsvPath, statisticsPath } from './addresses.ts';
import type { Chart } from './charts.ts';
import { counted } from './counted.ts';
import { allCharts } from './statistics.ts';

/** The record of the statistics page. */
export function statisticsJson({
  catalogue,
  evaluation,
}: Pick<SiteContext, 'catalogue' | 'evaluation'>): object {
  const { classifierVersion, servers, serversWithTools, tools, definitions } = counted(catalogue);
  const run = latestRun(catalogue);
  return {
    page: statisticsPath,
    run: run ? { id: run.id, startedAt: run.startedAt, status: run.status } : null,
    classifier: classifierVersion,
    ...{ servers, serversWithTools, tools, definitions },
    tables: allCharts({ catalogue, evaluation }).map(tableJson),
    agreement: evaluation?.figures ? agreement(evaluation.figures) : null,
  };
}

function tableJson({ id, title, head, columns, rows, unit }: Chart): object {
  return { id, title, csv: chartCsvPath(id), unit: unit ?? 'number', head, columns, rows };
}

type Figures = NonNullable<NonNullable<SiteContext['evaluation']>['figures']>;

function agreement({ date, classifierVersion, tools, vendors, ...figures }: Figures): object {
  const { category, level, dangerousCalledRead } = figures;
  return { date, classifierVersion, tools, vendors, category, level, dangerousCalledRead };
}
