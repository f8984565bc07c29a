// @ts-check
// All that a script adds to a page: copy buttons, a filter and an order for tables, one command. Pages are complete without.
// It is served as it stands: Astro bundles scripts only for projects inside its root, which is a temporary folder here.

/**
 * Copies exactly the text of the snippet and says so in the button for a moment.
 * @param {HTMLButtonElement} button
 * @param {Element} code
 */
async function copy(button, code) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // No permission: select the text, so that the keyboard can copy it.
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

/**
 * Hands the snippet's text over as a file.
 * @param {string} name
 * @param {Element} code
 */
function download(name, code) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([code.textContent ?? ''], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {Element} figure
 * @param {string} label
 * @param {(button: HTMLButtonElement) => void} act
 */
function addButton(figure, label, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', () => act(button));
  figure.querySelector('figcaption')?.append(button);
}

for (const figure of document.querySelectorAll('figure.snippet')) {
  const code = figure.querySelector('pre code');
  const name = figure.getAttribute('data-file');
  if (!code) continue;
  addButton(figure, 'Copy', (button) => void copy(button, code));
  if (name) addButton(figure, 'Download', () => download(name, code));
}

// A command that needs the site's address is shown once the address is known: here, from the page's own.
for (const block of document.querySelectorAll('[data-origin]')) {
  const code = block.querySelector('code');
  if (!code || !(block instanceof HTMLElement)) continue;
  code.textContent = (code.textContent ?? '').replaceAll('{origin}', location.origin);
  block.hidden = false;
}

/**
 * Hides the rows of a table that do not contain every word asked for.
 * @param {HTMLInputElement} input
 * @param {HTMLTableElement} table
 */
function filter(input, table) {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of table.tBodies[0]?.rows ?? []) {
    const text = (row.textContent ?? '').toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
}

for (const label of document.querySelectorAll('[data-filter]')) {
  const input = label.querySelector('input');
  const table = document.getElementById(label.getAttribute('data-filter') ?? '');
  if (!input || !(table instanceof HTMLTableElement) || !(label instanceof HTMLElement)) continue;
  label.hidden = false;
  input.addEventListener('input', () => filter(input, table));
}

/**
 * Puts the rows of a table in the order of a column, or back to front when they are in it already.
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} head
 * @param {HTMLTableRowElement[]} rows in the order in which they came, the riskiest first
 */
function sort(table, head, rows) {
  const asItCame = head.hasAttribute('data-as-it-came');
  const [first, second] = asItCame ? ['descending', 'ascending'] : ['ascending', 'descending'];
  const backwards = head.getAttribute('aria-sort') === first;
  const column = head.cellIndex;
  /** @param {HTMLTableRowElement} row */
  const text = (row) => row.cells[column]?.textContent?.trim() ?? '';
  const sorted = asItCame
    ? [...rows]
    : rows.toSorted((a, b) => text(a).localeCompare(text(b), 'en', { numeric: true }));
  if (backwards) sorted.reverse();
  for (const other of table.tHead?.rows[0]?.cells ?? []) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', backwards ? second : first);
  table.tBodies[0]?.append(...sorted);
}

for (const table of document.querySelectorAll('table[data-sortable]')) {
  if (!(table instanceof HTMLTableElement)) continue;
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  for (const head of table.tHead?.rows[0]?.cells ?? []) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => sort(table, head, rows));
    head.replaceChildren(button);
    if (head.hasAttribute('data-as-it-came')) head.setAttribute('aria-sort', 'descending');
  }
}
