// @ts-check
// All that a script adds to a page: copy buttons, a filter over long tables, one command. Pages are complete without.
// It is served as it stands: Astro bundles scripts only for projects inside its root, which is a temporary folder here.

/**
 * Copies exactly the text of the snippet and says so in the button for a moment.
 * @param {HTMLButtonElement} button
 */
async function copy(button) {
  const code = button.closest('figure')?.querySelector('pre code');
  const label = button.lastChild;
  if (!code || !label) return;
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    label.textContent = 'Copied';
  } catch {
    // No permission: select the text, so that the keyboard can copy it.
    getSelection()?.selectAllChildren(code);
    label.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => (label.textContent = 'Copy'), 2000);
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}

// A command that needs the site's address is shown once the address is known: here, from the page's own.
for (const block of document.querySelectorAll('[data-origin]')) {
  const code = block.querySelector('code');
  if (!code || !(block instanceof HTMLElement)) continue;
  code.textContent = (code.textContent ?? '').replace('{origin}', location.origin);
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
