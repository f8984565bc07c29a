/** Servers side by side, from their data twins. The address holds their ids. */
import { GRADE_MEANING } from '../../../catalogue/grade.ts';
import { COMBINATION_TITLE, toxicCombinations } from '../../../catalogue/combinations.ts';
import { ACTIONS, CATEGORIES, FLAGS, OUTCOME_MEANING, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { ACTION_LABEL } from '../../../policy/explain.ts';
import { clip, visible } from '../text/visible.ts';
import { noTools } from '../view/no-tools.ts';
import { FLAG_LABEL } from '../text/words.ts';
import { day } from '../text/rich.ts';
import { button, byId, element, level } from './dom.ts';
import { startPicker } from './picker.ts';
import { serverHref } from './results.ts';
import { readStack } from './stack.ts';
import { fetchServer, type ServerTwin } from './twins.ts';

const MOST = 4;

const status = byId('compare-status', HTMLElement);
const place = byId('compare-table', HTMLElement);
let turn = 0;

function chosen(): string[] {
  const ids = (new URLSearchParams(location.search).get('servers') ?? '').split(',');
  return [...new Set(ids.filter((id) => /^[a-z0-9-]{1,120}$/.test(id)))].slice(0, MOST);
}

function choose(ids: readonly string[]): void {
  const query = ids.length > 0 ? `?servers=${ids.slice(0, MOST).join(',')}` : '';
  history.pushState(null, '', `${location.pathname}${query}`);
  void show();
}

async function show(): Promise<void> {
  const mine = ++turn;
  const ids = chosen();
  const stack = readStack().filter(({ id }) => !ids.includes(id));
  const fromStack = byId('from-stack', HTMLButtonElement);
  fromStack.hidden = stack.length === 0 || ids.length >= MOST;
  if (ids.length === 0) {
    place.replaceChildren();
    status.textContent = 'No server is chosen yet.';
    return;
  }
  try {
    const twins = await Promise.all(ids.map(fetchServer));
    if (mine !== turn) return;
    const known = twins.filter((twin) => twin !== undefined);
    const unknown = ids.filter((_, i) => twins[i] === undefined);
    status.textContent = [
      `${known.length} of at most ${MOST} servers.`,
      ...unknown.map((id) => `${id} is not in the catalogue.`),
    ].join(' ');
    place.replaceChildren(...(known.length > 0 ? [table(known)] : []));
  } catch {
    if (mine === turn)
      status.textContent = 'A record could not be fetched. Check the connection and try again.';
  }
}

type Cell = (Node | string)[];
type Line = [name: string | Node, cell: (twin: ServerTwin) => Cell];

function table(twins: readonly ServerTwin[]): HTMLTableElement {
  const heads = twins.map(({ id, name }) =>
    element(
      'th',
      { scope: 'col' },
      element('a', { href: serverHref(id) }, visible(clip(name, 60))),
      button('Take out', () => choose(chosen().filter((other) => other !== id)), {
        'aria-label': `Take out: ${visible(clip(name, 60))}`,
      }),
    ),
  );
  const rows = lines(twins).map(([name, cell]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...twins.map((twin) => element('td', {}, ...cell(twin))),
    ),
  );
  return element(
    'table',
    { class: 'compared' },
    element('caption', {}, 'Servers side by side'),
    element('thead', {}, element('tr', {}, element('td'), ...heads)),
    element('tbody', {}, ...rows),
  );
}

function lines(twins: readonly ServerTwin[]): Line[] {
  return [
    ['Publisher', ({ listing }) => [visible(clip(listing.publisher, 80))]],
    ['Source', ({ source }) => [element('code', {}, visible(clip(source, 100)))]],
    ['Last crawl', ({ outcome }) => [`It ${OUTCOME_MEANING[outcome]}.`]],
    ['List seen', ({ snapshot }) => [snapshot ? `${day(snapshot.lastSeenAt)}, ${snapshot.provenance}` : '?']],
    ['Grade', gradeOf],
    ['Tools', (twin) => [toolsOf(twin)]],
    ...RISK_LEVELS.toReversed().map((name): Line => [
      level(name),
      (twin) => [known(twin, String(twin.levels[name]))],
    ]),
    ...CATEGORIES.toReversed().map((name): Line => [
      name,
      (twin) => [known(twin, String(twin.categories[name]))],
    ]),
    ['Flags', (twin) => [known(twin, flagsOf(twin))]],
    ['Together', (twin) => [known(twin, combinationsOf(twin))]],
    ['Balanced policy', (twin) => [known(twin, actionsOf(twin))]],
    ['Names that others here have', (twin) => [known(twin, sharedNames(twin, twins))]],
  ];
}

/** What is not known of a server without a list of tools is a question mark, not a nought. */
const known = (twin: ServerTwin, text: string): string => (noTools(twin)?.known === false ? '?' : text);

function gradeOf(twin: ServerTwin): Cell {
  const { grade } = twin;
  return grade
    ? [element('b', {}, grade), `, ${GRADE_MEANING[grade]}`]
    : [known(twin, 'none, there is nothing to grade')];
}

function toolsOf(twin: ServerTwin): string {
  const none = noTools(twin);
  if (none === undefined) return String(twin.tools.length);
  return `${none.known ? '0' : '?'}, ${none.because}`;
}

function flagsOf({ tools }: ServerTwin): string {
  const counts = FLAGS.map(
    (flag) => [flag, tools.filter(({ flags }) => flags.includes(flag)).length] as const,
  );
  return listed(counts.filter(([, n]) => n > 0).map(([flag, n]) => `${FLAG_LABEL[flag].toLowerCase()} ${n}`));
}

function combinationsOf({ tools }: ServerTwin): string {
  const flagged = tools.map(({ flags }) => ({ classification: { flags } }));
  return listed(toxicCombinations(flagged).map(({ combination }) => COMBINATION_TITLE[combination]));
}

function actionsOf({ tools }: ServerTwin): string {
  const counts = ACTIONS.map(
    (action) => [action, tools.filter(({ policy }) => policy.balanced === action).length] as const,
  );
  return listed(
    counts.filter(([, n]) => n > 0).map(([action, n]) => `${ACTION_LABEL[action].toLowerCase()} ${n}`),
  );
}

/** An agent that has both cannot always tell which it calls. */
function sharedNames(twin: ServerTwin, twins: readonly ServerTwin[]): string {
  const others = new Set(
    twins.filter((other) => other !== twin).flatMap(({ tools }) => tools.map(({ name }) => name)),
  );
  const shared = twin.tools.map(({ name }) => name).filter((name) => others.has(name));
  const shown = shared.slice(0, 8).map((name) => visible(clip(name, 60)));
  return listed(shared.length > 8 ? [...shown, `${shared.length - 8} more`] : shown);
}

const listed = (parts: readonly string[]): string => (parts.length === 0 ? 'none' : parts.join(', '));

byId('from-stack', HTMLButtonElement).addEventListener('click', () =>
  choose([...new Set([...chosen(), ...readStack().map(({ id }) => id)])]),
);
addEventListener('popstate', () => void show());
startPicker(({ id }) => choose([...new Set([...chosen(), id])]));
byId('compare-form', HTMLElement).hidden = false;
byId('compare-without', HTMLElement).hidden = true;
void show();
