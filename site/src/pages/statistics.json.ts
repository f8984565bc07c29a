/** The statistics as data: every table, and what it was counted over. */
import { context } from '../../context.ts';
import { statisticsJson } from '../view/statistics-data.ts';

export function GET(): Response {
  return Response.json(statisticsJson(context()));
}
