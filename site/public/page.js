// @ts-check
// All that a script adds to a page: copy buttons, a filter and an order for tables, one command. Pages are complete without.
// It is served as it stands: Astro bundles scripts only for projects inside its root, which is a temporary folder here.

/**
 * Sets the word in a button; those who hear the page are told of what it is as well.
 * @param {HTMLButtonElement} button
 * @param {string} word
 * @param {string} name
 */
function label(button, word, name) {
  button.textContent = word;
  button.setAttribute('aria-label', `${word}: ${name}`);
}

/**
 * Copies exactly the text of the snippet and says so in the button for a moment.
 * @param {HTMLButtonElement} button
 * @param {Element} code
 * @param {string} name
 */
async function copy(button, code, name) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    label(button, 'Copied', name);
  } catch {
    // No permission: select the text, so that the keyboard can copy it.
    getSelection()?.selectAllChildren(code);
    label(button, 'Press Ctrl+C', name);
  }
  setTimeout(() => label(button, 'Copy', name), 2000);
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
 * @param {Element | null} caption
 * @param {string} word
 * @param {string} name
 * @param {(button: HTMLButtonElement) => void} act
 */
function addButton(caption, word, name, act) {
  const button = document.createElement('button');
  button.type = 'button';
  label(button, word, name);
  button.addEventListener('click', () => act(button));
  caption?.append(button);
}

for (const figure of document.querySelectorAll('figure.snippet')) {
  const caption = figure.querySelector('figcaption');
  const region = figure.querySelector('pre');
  const code = region?.querySelector('code');
  const file = figure.getAttribute('data-file');
  if (!region || !code) continue;
  // Where a page has no room for a name, the caption is one.
  const name = region.getAttribute('aria-label') ?? caption?.textContent ?? '';
  region.setAttribute('role', 'group');
  region.setAttribute('aria-label', name);
  addButton(caption, 'Copy', name, (button) => void copy(button, code, name));
  if (file) addButton(caption, 'Download', name, () => download(file, code));
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
