/** All runs as data. */
import { context } from '../../context.ts';
import { runsJson } from '../view/run.ts';

export function GET(): Response {
  return Response.json(runsJson(context().catalogue));
}
