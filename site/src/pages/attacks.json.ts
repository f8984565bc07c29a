/** All documented attacks as data, by id. */
import { context } from '../../context.ts';
import { attacksJson } from '../view/attack-data.ts';
import { surveyed } from '../view/survey.ts';

export function GET(): Response {
  return Response.json(attacksJson(context().attacks, surveyed().attacks));
}
