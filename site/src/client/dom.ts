/** Elements made of texts: nothing here takes markup, so that no text can become any. */

type Child = Node | string;
type Attributes = Record<string, string | boolean | undefined>;

/** An element with attributes (`true` for those without a value, `undefined` for none) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A button that does something. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/** An icon of icons.svg; it never stands without a word beside it. */
export function icon(name: string): SVGSVGElement {
  const SVG = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${siteUrl('icons.svg').pathname}#${name}`);
  svg.append(use);
  return svg;
}

/** A risk level as icon and word. */
export function level(name: string): HTMLElement {
  return element('span', { class: `level ${name.toLowerCase()}` }, icon(name), name);
}

/** The element of a page that a script was written for. @throws where a template lacks it */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} called ${id}`);
  return found;
}

/** An address of this site; scripts stand in a folder just below its root. */
export function siteUrl(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/** Hands a text over as a file. */
export function download(name: string, type: string, text: string): void {
  const link = element('a', { download: name });
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
