/** The page for addresses that do not exist: looks for what the address asks for. */
import { NOTHING_ASKED, writeQuestion } from '../search/question.ts';
import { startAsking } from './asking.ts';
import { byId, element, siteUrl } from './dom.ts';
import { serverHref, toolHref } from './results.ts';

/** The words of an address: without its first folder where that is one of ours, without endings of files. */
function wordsOf(pathname: string): string {
  const base = siteUrl('').pathname;
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  return path
    .split('/')
    .filter((part, i) => part !== '' && !(i === 0 && /^(?:servers|tools?|browse|attacks)$/.test(part)))
    .map((part) =>
      decoded(part)
        .replace(/\.(?:html?|json|md)$/i, '')
        .replace(/~[0-9a-f]{8}x?$/, ''),
    )
    .join(' ')
    .slice(0, 200);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function suggest(): Promise<void> {
  const text = wordsOf(location.pathname);
  if (text.trim() === '') return;
  const question = { ...NOTHING_ASKED, text };
  const { servers, tools } = await startAsking()(question, { servers: 3, tools: 7, chunks: 4 });
  const links = [
    ...servers.map((one) =>
      element('li', {}, element('a', { href: serverHref(one.id) }, one.name), ' (server)'),
    ),
    ...tools.map((one) =>
      element('li', {}, element('a', { href: toolHref(one) }, one.name), ` on ${one.server.name}`),
    ),
  ];
  const address = `${siteUrl('search/').pathname}${writeQuestion(question)}`;
  byId('missing-links', HTMLElement).replaceChildren(...links);
  byId('missing-search', HTMLAnchorElement).href = address;
  byId('missing-words', HTMLElement).textContent = text;
  byId('missing-found', HTMLElement).hidden = false;
  byId('missing-none', HTMLElement).hidden = links.length > 0;
}

void suggest().catch(() => {
  // Without the index the page is what it is without a script.
});
