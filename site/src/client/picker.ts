/** A field that finds servers by their words and adds the one that is chosen. */
import { NOTHING_ASKED } from '../search/question.ts';
import { startAsking, type Ask } from './asking.ts';
import { button, byId, element } from './dom.ts';
import type { Stacked } from './stack.ts';

const PAUSE = 80;
const MOST = 6;

/** Brings the field `picker-text` to life; `picker-found` shows what it finds. The worker starts with the first letter. */
export function startPicker(add: (server: Stacked) => void): void {
  const text = byId('picker-text', HTMLInputElement);
  const found = byId('picker-found', HTMLElement);
  let ask: Ask | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const look = async (): Promise<void> => {
    const mine = ++turn;
    if (text.value.trim() === '') {
      found.replaceChildren();
      return;
    }
    ask ??= startAsking();
    const question = { ...NOTHING_ASKED, kind: 'servers' as const, text: text.value };
    const { servers } = await ask(question, { servers: MOST, tools: 0, chunks: 4 });
    if (mine !== turn) return;
    const choices = servers.map(({ id, name, tools }) =>
      element(
        'li',
        {},
        button(`Add ${name}`, () => {
          text.value = '';
          found.replaceChildren();
          add({ id, name });
          text.focus();
        }),
        ` ${id}, ${tools === 0 ? 'no tools known' : `${tools} tool${tools === 1 ? '' : 's'}`}`,
      ),
    );
    found.replaceChildren(...(choices.length > 0 ? choices : [element('li', {}, 'No server fits.')]));
  };
  text.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      look().catch(() => found.replaceChildren(element('li', {}, 'The index could not be fetched.')));
    }, PAUSE);
  });
}
