/** The servers of the stack: what each was resolved to, and the choice where nothing is sure. */
import { visible, clip } from '../text/visible.ts';
import { noTools, type NoTools } from '../view/no-tools.ts';
import { button, element } from './dom.ts';
import { serverHref } from './results.ts';
import type { ServerTwin, ToolTwin } from './twins.ts';

/** A server of the stack on the page. */
export interface PageServer {
  alias: string;
  /** What is started, for people. */
  shown: string;
  id: string | undefined;
  /** Servers that only their name suggests: nobody is allowed anything before one is chosen. */
  suggested: readonly string[];
  twin: ServerTwin | undefined;
  tools: readonly ToolTwin[];
}

/** What the buttons and lists of the table do. */
export interface ServerActions {
  choose: (server: PageServer, id: string | undefined) => void;
  remove: (server: PageServer) => void;
}

const short = (text: string): string => visible(clip(text, 80));

export function serverTable(servers: readonly PageServer[], actions: ServerActions): HTMLElement {
  const rows = servers.map((server) =>
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        short(server.alias),
        element('span', { class: 'about' }, short(server.shown)),
      ),
      element('td', {}, ...resolution(server, actions)),
      element('td', { class: 'n' }, countOf(server)),
      element(
        'td',
        {},
        button('Take out', () => actions.remove(server), {
          'aria-label': `Take out: ${short(server.alias)}`,
        }),
      ),
    ),
  );
  const head = ['Your name for it', 'In the catalogue', 'Tools', 'Take out'].map((name) =>
    element('th', { scope: 'col' }, name),
  );
  return element(
    'table',
    { class: 'stack-servers' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

const noneOf = ({ twin }: PageServer): NoTools | undefined => twin && noTools(twin);

/** How many tools; a question mark where that is not known. */
function countOf(server: PageServer): string {
  return server.twin && noneOf(server)?.known !== false ? String(server.tools.length) : '?';
}

function resolution(server: PageServer, { choose }: ServerActions): (Node | string)[] {
  const { twin, suggested, alias } = server;
  const link = twin ? [element('a', { href: serverHref(twin.id) }, short(twin.name)), ' '] : [];
  const none = noneOf(server);
  if (suggested.length === 0)
    return twin
      ? [...link, ...(none ? [`No tool of it is allowed: ${none.because}.`] : [])]
      : ['Not in the catalogue: none of its tools is allowed.'];
  const select = element(
    'select',
    { 'aria-label': `Server that ${short(alias)} is` },
    element('option', { value: '' }, 'none of these: allow nothing'),
    ...suggested.map((id) => element('option', { value: id, selected: id === server.id }, id)),
  );
  select.addEventListener('change', () => choose(server, select.value === '' ? undefined : select.value));
  return [...link, twin ? '' : 'Only its name is like: ', select];
}
