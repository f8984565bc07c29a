/** An attack as data. */
import { context, type AttackDocument } from '../../../context.ts';
import { attackJson } from '../../view/attack-data.ts';
import { surveyed } from '../../view/survey.ts';

export function getStaticPaths() {
  return context().attacks.map((attack) => ({ params: { attack: attack.id }, props: { attack } }));
}

export function GET({ props: { attack } }: { props: { attack: AttackDocument } }): Response {
  return Response.json(attackJson(attack, surveyed().attacks.get(attack.id)));
}
