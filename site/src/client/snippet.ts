/** A file or command to copy, as the pages' own snippets are. */
import { button, download, element } from './dom.ts';

/** Its text content is exactly what is copied; with a file name it can be downloaded as well. */
export function snippet(title: string, text: string, filename?: string): HTMLElement {
  const code = element('code', {}, text);
  const copy: HTMLButtonElement = button('Copy', () => void copyText(copy, code));
  const name = filename?.split('/').at(-1);
  const save = name === undefined ? [] : [button('Download', () => download(name, 'text/plain', text))];
  return element(
    'figure',
    { class: 'snippet', 'data-file': name },
    element('figcaption', {}, title, copy, ...save),
    element('pre', { tabindex: '0' }, code),
  );
}

async function copyText(copy: HTMLButtonElement, code: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    copy.textContent = 'Copied';
  } catch {
    // No permission: select the text, so that the keyboard can copy it.
    getSelection()?.selectAllChildren(code);
    copy.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => (copy.textContent = 'Copy'), 2000);
}
