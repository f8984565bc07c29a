import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import { EMITTERS, recommendPolicy, type Policy } from '../../../policy/index.ts';
import { verdict } from '../../../policy/testing/verdict.ts';
import { provideContext, type SiteContext } from '../../context.ts';
import type { ServerView } from './server.ts';
import { targetFiles } from './target-page.ts';

beforeAll(() => provideContext({ siteUrl: undefined, base: '/mcp/' } as SiteContext));
afterEach(() => vi.restoreAllMocks());

const MONEY = verdict({ category: 'Write', riskLevel: 'High', flags: ['financial'] });

/** What of a page is read; no name here needs more than these references resolved. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&rsquo;', '’')
    .replaceAll('&amp;', '&');

/** A server whose tools all wait for a person. */
function serverOf(n: number): ServerView {
  const tools = Array.from({ length: n }, (_, i) => ({
    name: `pay_${i}`,
    slug: `pay_${i}`,
    classification: MONEY,
    inputSchema: undefined,
  }));
  const policies = Object.fromEntries(
    POSTURES.map((posture) => [posture, recommendPolicy('bank', tools, posture)]),
  ) as Record<Posture, Policy>;
  return { id: 'bank', server: { listing: { name: 'Bank' } }, tools, policies } as unknown as ServerView;
}

const pages = (n: number) =>
  new Map([...targetFiles(['', 'main', ''], serverOf(n))].map(({ path, text }) => [path, text]));
const page = (n: number, target: string) => pages(n).get(`/servers/bank/policy/${target}/index.html`)!;
const parts = (html: string) => html.split('<div class="part"').slice(1);

describe('each tool’s part', () => {
  test.each(EMITTERS.map(({ id }) => id))('is there for %s, however many tools there are', (id) => {
    const emitter = EMITTERS.find((one) => one.id === id)!;
    const found = parts(page(300, id));
    expect(found).toHaveLength(300);
    const decisions = serverOf(300).policies.balanced.decisions;
    for (const [i, part] of found.entries()) {
      const shown = textOf(/<code>([^]*?)<\/code>/.exec(part)?.[1] ?? '');
      const wanted = emitter.emit({ server: 'bank', posture: 'balanced', decisions: [decisions[i]!] });
      expect(shown, `pay_${i}`).toBe(wanted);
    }
  });

  test('is made from its own rule alone, so that a tool costs the same among many', () => {
    const write = vi.spyOn(EMITTERS[0]!, 'write');
    pages(300);
    const rules = write.mock.calls.map(([served]) => served.rules.length);
    expect(rules.reduce((sum, n) => sum + n, 0)).toBe(2 * 300);
  });

  test('keeps pages of many tools in proportion', () => {
    for (const [path, html] of pages(500)) expect(html.length, path).toBeLessThan(700_000);
  });
});

test('pages whose names are plain have no letter beyond Latin-1, so that they are written quickly', () => {
  const wide = [...pages(2)].filter(([, html]) => /[^\0-\xff]/.test(html)).map(([path]) => path);
  // The words of its denial are quoted.
  expect(wide).toEqual(['/servers/bank/policy/policylayer/index.html']);
});

test('where there is no prompt the page says with which words a call is denied', () => {
  const text = textOf(page(2, 'policylayer'));
  expect(text).toContain('PolicyLayer has no prompt.');
  expect(text).toContain('until a person lifts the rule: pay_0, pay_1.');
  expect(text).toContain('Balanced: Denied with “Requires human approval.” until a person lifts the rule.');
  expect(text).not.toContain('Ask a human');
  expect(textOf(page(2, 'codex'))).toContain('Balanced: Ask a human.');
});

test('the command that fetches the file stands on a site without an address too', () => {
  const html = page(2, 'codex');
  expect(/<div data-origin hidden>[^]*?<code>(.*?)<\/code>/.exec(html)?.[1]).toBe(
    'curl -sO {origin}/mcp/servers/bank/policy/codex/config.toml',
  );
  expect(textOf(html)).toContain('npx toolrisk policy --server bank --tool=pay_0 --target codex');
});

test('each file and command has a name of its own for those who hear the page', () => {
  const names = [...page(61, 'policylayer').matchAll(/<pre ([^>]*)>/g)].map(
    ([, attributes]) => /^tabindex="0" role="group" aria-label="([^"]+)"$/.exec(attributes!)?.[1],
  );
  expect(names).toHaveLength(61 + 4);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('policy.json for pay_60');
});
