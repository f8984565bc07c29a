/** Builds one policy for a stack of servers. What is pasted is reduced at once and stays in this page. */
import type { Action, Posture } from '../../../catalogue/vocabulary.ts';
import { POSTURES } from '../../../catalogue/vocabulary.ts';
import type { Emitter } from '../../../policy/emitter.ts';
import { serversByKey, type Files } from '../search/files.ts';
import type { ConfiguredServer } from '../stack/configuration.ts';
import { ruleKey, stackFiles, stackPolicies, type StackServer } from '../stack/policies.ts';
import { readConfiguration } from '../stack/read.ts';
import { fromFragment, toFragment } from '../stack/share.ts';
import { clip, visible } from '../text/visible.ts';
import { combinationNotes, ruleTables } from './build-rules.ts';
import { serverTable, type PageServer } from './build-servers.ts';
import { setSubject } from './build-trial.ts';
import { byId, element } from './dom.ts';
import { loadEmitter, TARGETS } from './emitters.ts';
import { openIndex } from './index-load.ts';
import { startPicker } from './picker.ts';
import { snippet } from './snippet.ts';
import { readStack } from './stack.ts';
import { fetchServer, fetchTools } from './twins.ts';

const paste = byId('stack-paste', HTMLTextAreaElement);
const status = byId('build-status', HTMLElement);
const target = byId('build-target', HTMLSelectElement);

let servers: PageServer[] = [];
const overrides = new Map<string, Action>();
let index: Promise<Files> | undefined;
let turn = 0;

function posture(): Posture {
  const checked = document.querySelector<HTMLInputElement>('input[name="posture"]:checked');
  return POSTURES.find((one) => one === checked?.value) ?? 'balanced';
}

/** Takes a configuration in. The field shows afterwards what was kept of it, and nothing else. */
async function take(text: string): Promise<void> {
  const read = await readConfiguration(text);
  if ('problem' in read) {
    // What cannot be read stays in the field, and there alone, so that it can be mended.
    paste.value = text;
    status.textContent = read.problem;
    return;
  }
  paste.value = read.servers.map(({ alias, shown }) => `${alias}: ${shown}`).join('\n');
  status.textContent = 'Looking the servers up …';
  await guarded(async () => {
    const found = await Promise.all(read.servers.map(lookUp));
    overrides.clear();
    servers = await Promise.all(found.map(filled));
    await show();
  });
}

/** By its package, image or address a server is known; by its name alone it is only suggested. */
async function lookUp({ alias, keys, shown }: ConfiguredServer): Promise<PageServer> {
  const files = await (index ??= openIndex());
  for (const key of keys) {
    const ids = await serversByKey(files, key);
    if (ids.length === 0) continue;
    const sure = !key.startsWith('name:');
    const id = sure && ids.length === 1 ? ids[0] : undefined;
    return { alias, shown, id, suggested: id === undefined ? ids : [], twin: undefined, tools: [] };
  }
  return { alias, shown, id: undefined, suggested: [], twin: undefined, tools: [] };
}

/** The server with its record and those of its tools, where it is known. */
async function filled(server: PageServer): Promise<PageServer> {
  const twin = server.id === undefined ? undefined : await fetchServer(server.id);
  return { ...server, twin, tools: twin ? await fetchTools(twin) : [] };
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch {
    index = undefined;
    status.textContent = 'A part of the catalogue could not be fetched. Check the connection and try again.';
  }
}

function stackServers(): StackServer[] {
  return servers.map(({ alias, tools }) => ({
    alias,
    tools: tools.map(({ tool, classification, definition }) => ({
      name: tool,
      classification,
      inputSchema: definition.inputSchema,
    })),
  }));
}

async function show(): Promise<void> {
  const mine = ++turn;
  const emitter = await loadEmitter(target.value);
  if (mine !== turn) return;
  const stack = stackServers();
  const policies = stackPolicies(stack, posture(), overrides);
  byId('stack-table', HTMLElement).replaceChildren(serverTable(servers, { choose, remove }));
  byId('stack-together', HTMLElement).replaceChildren(...combinationNotes(stack));
  byId('rules', HTMLElement).replaceChildren(
    ...ruleTables({ servers: stack, policies, emitter, overrides }, setRule),
  );
  for (const part of document.querySelectorAll<HTMLElement>('.needs-stack'))
    part.hidden = servers.length === 0;
  for (const part of document.querySelectorAll<HTMLElement>('.without-stack'))
    part.hidden = servers.length > 0;
  const unknown = servers.filter(({ tools }) => tools.length === 0).length;
  status.textContent =
    servers.length === 0
      ? ''
      : `${servers.length - unknown} of ${servers.length} servers resolved to tools of the catalogue.`;
  showFiles(emitter, policies);
  keepInAddress();
}

function showFiles(emitter: Emitter, policies: ReturnType<typeof stackPolicies>): void {
  const made = stackFiles(emitter, policies);
  const place = byId('policy-files', HTMLElement);
  const remarks = byId('policy-notes', HTMLElement);
  if ('problem' in made) {
    place.replaceChildren();
    remarks.replaceChildren(element('li', {}, visible(made.problem)));
    setSubject(undefined);
    return;
  }
  place.replaceChildren(
    ...made.files.map(({ server, filename, text }) =>
      snippet(
        server === undefined || made.files.length === 1
          ? filename
          : `${filename} for ${visible(clip(server, 60))}`,
        text,
        filename,
      ),
    ),
  );
  remarks.replaceChildren(...made.notes.map((note) => element('li', {}, visible(note))));
  setSubject({ emitter, policies, files: made.files });
}

/** The address always holds the stack as it stands, behind its `#`. */
function keepInAddress(): void {
  const fragment =
    servers.length === 0
      ? ''
      : toFragment({
          posture: posture(),
          target: target.value,
          servers: servers.map(({ alias, id }) => ({ alias, id })),
          overrides: [...overrides].map(([key, action]) => {
            const [alias, tool] = JSON.parse(key) as [string, string];
            return { alias, tool, action };
          }),
        });
  history.replaceState(null, '', `${location.pathname}${fragment}`);
  byId('share', HTMLElement).replaceChildren(
    ...(fragment === '' ? [] : [snippet('Link to this stack', new URL(fragment, location.href).href)]),
  );
}

function setRule(key: string, action: Action | undefined): void {
  if (action === undefined) overrides.delete(key);
  else overrides.set(key, action);
  const [alias, tool] = JSON.parse(key) as [string, string];
  void guarded(show).then(() => focusRule(alias, tool));
}

/** The table was made anew: whoever chose by the keyboard goes on where he was. */
function focusRule(alias: string, tool: string): void {
  const at = stackServers()
    .flatMap((one) => one.tools.map(({ name }) => ruleKey(one.alias, name)))
    .indexOf(ruleKey(alias, tool));
  document.querySelectorAll<HTMLSelectElement>('.stack-rules select')[at]?.focus();
}

function choose(server: PageServer, id: string | undefined): void {
  void guarded(async () => {
    const chosen = await filled({ ...server, id });
    servers = servers.map((one) => (one === server ? chosen : one));
    await show();
  });
}

function remove(server: PageServer): void {
  servers = servers.filter((one) => one !== server);
  void guarded(show);
}

/** Adds servers by their ids, under which the client is taken to know them. */
async function add(ids: readonly { alias: string; id: string | undefined }[]): Promise<void> {
  const fresh = ids.filter(({ alias }) => !servers.some((one) => one.alias === alias));
  await guarded(async () => {
    status.textContent = 'Fetching the records …';
    const made = fresh.map(({ alias, id }) => ({
      alias,
      id,
      shown: id ?? 'not in the catalogue',
      suggested: [],
      twin: undefined,
      tools: [],
    }));
    servers = [...servers, ...(await Promise.all(made.map(filled)))];
    await show();
  });
}

async function fromAddress(): Promise<void> {
  const shared = fromFragment(location.hash);
  if (shared) {
    if (TARGETS.includes(shared.target)) target.value = shared.target;
    const chosen = document.querySelector<HTMLInputElement>(
      `input[name="posture"][value="${shared.posture}"]`,
    );
    if (chosen) chosen.checked = true;
    for (const { alias, tool, action } of shared.overrides) overrides.set(ruleKey(alias, tool), action);
    await add(shared.servers);
  } else if (location.hash === '#stack') {
    await add(readStack().map(({ id }) => ({ alias: id, id })));
  }
}

paste.addEventListener('paste', (event) => {
  const text = event.clipboardData?.getData('text') ?? '';
  if (text.trim() === '') return;
  event.preventDefault();
  void take(text);
});
byId('read-stack', HTMLButtonElement).addEventListener('click', () => void take(paste.value));
target.addEventListener('change', () => void guarded(show));
for (const input of document.querySelectorAll('input[name="posture"]'))
  input.addEventListener('change', () => void guarded(show));
startPicker(({ id }) => void add([{ alias: id, id }]));
byId('build-form', HTMLElement).hidden = false;
byId('build-without', HTMLElement).hidden = true;
addEventListener('hashchange', () => {
  servers = [];
  overrides.clear();
  void fromAddress();
});
void fromAddress();
