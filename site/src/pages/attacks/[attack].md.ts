/** An attack as Markdown. */
import { context, type AttackDocument } from '../../../context.ts';
import { attackMarkdown } from '../../view/attack-markdown.ts';
import { surveyed } from '../../view/survey.ts';

export function getStaticPaths() {
  return context().attacks.map((attack) => ({ params: { attack: attack.id }, props: { attack } }));
}

export function GET({ props: { attack } }: { props: { attack: AttackDocument } }): Response {
  const text = attackMarkdown(attack, surveyed().attacks.get(attack.id));
  return new Response(text, { headers: { 'Content-Type': 'text/markdown; charset=utf-8' } });
}
