/** What was found, as rows of tables. */
import type { FoundServer, FoundTool } from '../search/answer.ts';
import { FLAG_LABEL } from '../text/words.ts';
import { button, element, level, siteUrl } from './dom.ts';
import { readStack, toggled, writeStack, type Stacked } from './stack.ts';

/** Told whenever a button changed the stack. */
export type OnStack = () => void;

export const serverHref = (id: string): string => siteUrl(`servers/${id}/`).pathname;
export const toolHref = ({ server, slug }: FoundTool): string =>
  siteUrl(`servers/${server.id}/${encodeURIComponent(slug)}/`).pathname;

export function serverRow(server: FoundServer, onStack: OnStack): HTMLTableRowElement {
  const { id, name, about, tools } = server;
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      element('a', { href: serverHref(id) }, name),
      element('span', { class: 'about' }, about),
    ),
    element('td', { class: 'n' }, tools === 0 ? '?' : String(tools)),
    element('td', {}, server.level ? level(server.level) : 'Unknown'),
    element('td', {}, stackButton({ id, name }, onStack)),
  );
}

export function toolRow(tool: FoundTool, onStack: OnStack): HTMLTableRowElement {
  const flags = tool.flags.map((flag) => FLAG_LABEL[flag].toLowerCase()).join(', ');
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      element('a', { href: toolHref(tool) }, tool.name),
      element('span', { class: 'about' }, tool.about),
    ),
    element(
      'td',
      {},
      element('a', { href: serverHref(tool.server.id) }, tool.server.name),
      ' ',
      stackButton(tool.server, onStack),
    ),
    element('td', {}, level(tool.level)),
    element('td', {}, tool.category, element('span', { class: 'flags' }, flags)),
  );
}

/** Puts a server into the stack, or takes it out. */
function stackButton(server: Stacked, onStack: OnStack): HTMLButtonElement {
  const made = button(
    '',
    () => {
      writeStack(toggled(readStack(), server));
      onStack();
    },
    { class: 'stack-button', 'data-server': server.id },
  );
  nameStackButton(made, server);
  return made;
}

function nameStackButton(made: HTMLButtonElement, { id, name }: Stacked): void {
  const within = readStack().some((one) => one.id === id);
  const label = within ? 'In stack' : 'Add to stack';
  made.textContent = label;
  made.setAttribute('aria-pressed', String(within));
  made.setAttribute('aria-label', `${label}: ${name}`);
  made.title = name;
}

/** Brings all buttons of the page up to date. */
export function refreshStackButtons(): void {
  for (const made of document.querySelectorAll<HTMLButtonElement>('.stack-button'))
    nameStackButton(made, { id: made.dataset.server ?? '', name: made.title });
}
