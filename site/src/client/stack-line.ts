/** The line that says what is in the stack and what can be done with it. */
import { button, byId, element, siteUrl } from './dom.ts';
import { refreshStackButtons } from './results.ts';
import { readStack, writeStack } from './stack.ts';

/** Most servers that stand side by side. */
const COMPARED = 4;

/** Brings the line up to date; with an empty stack there is none. */
export function showStack(): void {
  const line = byId('stack-line', HTMLElement);
  const stack = readStack();
  line.hidden = stack.length === 0;
  const ids = stack.slice(0, COMPARED).map(({ id }) => id);
  const compared = `${siteUrl('compare/').pathname}?servers=${ids.join(',')}`;
  line.replaceChildren(
    element('b', {}, 'Stack'),
    ' ',
    element('span', {}, stack.map(({ name }) => name).join(', ')),
    ' ',
    element('a', { href: compared }, stack.length > COMPARED ? `Compare the first ${COMPARED}` : 'Compare'),
    ' ',
    element('a', { href: `${siteUrl('build/').pathname}#stack` }, 'Build a policy'),
    ' ',
    button('Empty it', () => {
      writeStack([]);
      showStack();
      refreshStackButtons();
    }),
  );
}
