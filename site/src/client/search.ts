/** The search page: asks as one types, keeps what is asked in the address, shows and exports what is found. */
import { FIRST_PAGE, type Answer, type Wanted } from '../search/answer.ts';
import { cutSentence, toCsv, toJson } from '../search/export.ts';
import { isAsked, readQuestion, writeQuestion, type Question } from '../search/question.ts';
import { startAsking } from './asking.ts';
import { byId, download, element } from './dom.ts';
import { refreshStackButtons, serverRow, toolRow } from './results.ts';
import { showStack } from './stack-line.ts';

const PAUSE = 80;
const MORE = 60;
/** The most that a file of results holds. */
const EXPORTED: Wanted = { servers: 500, tools: 1000, chunks: 400 };
const UNREACHABLE = 'The index could not be fetched. Check the connection and try again.';

const form = byId('search-form', HTMLFormElement);
const text = byId('search-text', HTMLInputElement);
const status = byId('search-status', HTMLElement);
const ask = startAsking();

let wanted = FIRST_PAGE;
/** Which asking the answer on the page must be of: a slow answer never replaces a newer one. */
let turn = 0;
let pause: ReturnType<typeof setTimeout> | undefined;

/** What the form asks, in the terms of an address. */
function asked(): Question {
  const query = new URLSearchParams();
  query.set('q', text.value);
  for (const input of form.querySelectorAll<HTMLInputElement>('input[name]'))
    if (input.checked) query.append(input.name, input.value);
  return { ...readQuestion(`?${query.toString()}`), text: text.value };
}

/** Sets the form to what the address asks. */
function fillForm(): void {
  const question = readQuestion(location.search);
  text.value = question.text;
  const chosen: Record<string, string[]> = {
    kind: [question.kind],
    level: question.levels.map((one) => one.toLowerCase()),
    category: question.categories.map((one) => one.toLowerCase()),
    flag: question.flags,
    mismatch: question.mismatch ? ['1'] : [],
  };
  for (const input of form.querySelectorAll<HTMLInputElement>('input[name]'))
    input.checked = chosen[input.name]?.includes(input.value) ?? false;
}

/** On a small screen the choices are closed, unless one has been made. */
function openChoices(): void {
  const made = asked();
  const chosen = made.levels.length + made.categories.length + made.flags.length > 0 || made.mismatch;
  const wide = matchMedia('(width >= 40rem)').matches;
  byId('search-choices', HTMLDetailsElement).open = wide || chosen || made.kind !== 'all';
}

/** Puts what is asked into the address: as a new step of the history, or in place of the present one. */
function keepInAddress(step: 'new' | 'same'): void {
  const address = `${location.pathname}${writeQuestion(asked())}`;
  if (address === `${location.pathname}${location.search}`) return;
  if (step === 'new') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

async function show(): Promise<void> {
  const mine = ++turn;
  const question = asked();
  if (!isAsked(question)) {
    render(undefined);
    return;
  }
  try {
    const answer = await ask(question, wanted);
    if (mine === turn) render(answer);
  } catch {
    if (mine === turn) status.textContent = UNREACHABLE;
  }
}

function render(answer: Answer | undefined): void {
  const { servers = [], tools = [], moreServers = false, moreTools = false } = answer ?? {};
  fillTable(
    'found-servers',
    servers.map((one) => serverRow(one, stackChanged)),
  );
  fillTable(
    'found-tools',
    tools.map((one) => toolRow(one, stackChanged)),
  );
  byId('search-idle', HTMLElement).hidden = answer !== undefined;
  byId('more', HTMLButtonElement).hidden = !(moreServers || moreTools);
  byId('exports', HTMLElement).hidden = servers.length + tools.length === 0;
  status.replaceChildren(...(answer ? said(answer) : []));
}

function fillTable(id: string, rows: HTMLTableRowElement[]): void {
  const section = byId(id, HTMLElement);
  section.hidden = rows.length === 0;
  section.querySelector('tbody')!.replaceChildren(...rows);
}

/** What was found, in words. */
function said({ servers, tools, moreServers, moreTools, respelled }: Answer): (Node | string)[] {
  const many = (n: number, more: boolean, noun: string): string =>
    `${more ? 'more than ' : ''}${n} ${noun}${n === 1 ? '' : 's'}`;
  const parts = [
    ...(servers.length > 0 ? [many(servers.length, moreServers, 'server')] : []),
    ...(tools.length > 0 ? [many(tools.length, moreTools, 'tool')] : []),
  ];
  const instead = respelled.flatMap(({ asked: word, meant, unknown }) =>
    unknown
      ? [' Nothing has ', element('q', {}, word), `; looked for ${meant.join(' or ')} instead.`]
      : [' Beside ', element('q', {}, word), `, looked for ${meant.join(' or ')} as well.`],
  );
  if (parts.length > 0) return [`Found ${parts.join(' and ')}.`, ...instead];
  return [
    moreTools ? 'Nothing yet; more can be looked through.' : 'Nothing in the catalogue fits.',
    ...instead,
  ];
}

function stackChanged(): void {
  refreshStackButtons();
  showStack();
}

async function exportAs(format: 'csv' | 'json'): Promise<void> {
  const mine = turn;
  try {
    const answer = await ask(asked(), EXPORTED);
    if (format === 'csv') download('toolrisk-search.csv', 'text/csv', toCsv(answer));
    else download('toolrisk-search.json', 'application/json', toJson(answer));
    const cut = cutSentence(answer);
    if (mine === turn && cut !== undefined) status.textContent = cut;
  } catch {
    if (mine === turn) status.textContent = UNREACHABLE;
  }
}

function askAnew(step: 'new' | 'same'): void {
  clearTimeout(pause);
  wanted = FIRST_PAGE;
  keepInAddress(step);
  void show();
}

text.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(() => askAnew('same'), PAUSE);
});
form.addEventListener('change', ({ target }) => {
  if (target !== text) askAnew('new');
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  askAnew('new');
});
form.addEventListener('reset', (event) => {
  event.preventDefault();
  text.value = '';
  for (const input of form.querySelectorAll<HTMLInputElement>('input[name]'))
    input.checked = input.name === 'kind' && input.value === 'all';
  askAnew('new');
});
addEventListener('popstate', () => {
  fillForm();
  wanted = FIRST_PAGE;
  void show();
});
byId('more', HTMLButtonElement).addEventListener('click', () => {
  wanted = { servers: wanted.servers + MORE, tools: wanted.tools + MORE, chunks: wanted.chunks * 4 };
  void show();
});
byId('export-csv', HTMLButtonElement).addEventListener('click', () => void exportAs('csv'));
byId('export-json', HTMLButtonElement).addEventListener('click', () => void exportAs('json'));

form.hidden = false;
byId('search-without', HTMLElement).hidden = true;
fillForm();
openChoices();
showStack();
void show();
