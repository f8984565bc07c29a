/**
 * Icons and levels as HTML. A tool's page has dozens of them: there they are set as markup (`set:html`), for an
 * instance of a component costs many times what it shows. Elsewhere Icon.astro and Level.astro stand for them.
 */
import type { RiskLevel } from '../../../catalogue/vocabulary.ts';
import { attributeHtml, textHtml } from '../text/html.ts';
import { href } from './addresses.ts';
import type { IconName } from './icons.ts';

/** An icon of icons.svg. */
export function iconHtml(name: IconName): string {
  return `<svg class="icon" aria-hidden="true"><use href="${attributeHtml(`${href('/icons.svg')}#${name}`)}"></use></svg>`;
}

/** A risk level as icon and word. */
export function levelHtml(level: RiskLevel): string {
  return `<span class="level ${attributeHtml(level.toLowerCase())}">${iconHtml(level)}${textHtml(level)}</span>`;
}
