/** Browse, search, compare and build in a real browser. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Posture } from '../../catalogue/vocabulary.ts';
import { openCatalogue, serverToolRecords } from '../../catalogue/store/index.ts';
import { EMITTERS, recommendPolicy } from '../../policy/index.ts';
import { barriers, THEMES } from './accessible.ts';
import { fields } from './html-text.ts';
import { showSample, type ShownSample } from './shown-sample.ts';
import { openWatched, type WatchedPage } from './watched-page.ts';

let sample: ShownSample;
beforeAll(async () => {
  sample = await showSample();
});
afterAll(() => sample?.close());

const open = (path: string, options?: BrowserContextOptions): Promise<WatchedPage> =>
  openWatched(sample.browser, sample.url, path, options);

const SECRETS = [
  'hunter2-env',
  'hunter2-argument',
  'hunter2-user',
  'hunter2-path',
  'hunter2-query',
  'hunter2-header',
];
const [ENV, ARGUMENT, USER, PATH, QUERY, HEADER] = SECRETS;
const CONFIGURATION = JSON.stringify({
  mcpServers: {
    orchard: {
      command: 'npx',
      args: ['-y', '@example/orchard@1.4.2', `--token=${ARGUMENT}`, ARGUMENT],
      env: { ORCHARD_TOKEN: ENV },
    },
    trees: { command: 'npx', args: ['@example/nursery'] },
    elsewhere: {
      url: `https://${USER}:x@mcp.example.com/${PATH}/mcp?key=${QUERY}`,
      headers: { Authorization: `Bearer ${HEADER}` },
    },
  },
});

/** Pastes as a person does: through the clipboard and the keyboard. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.locator('#stack-paste').focus();
  await page.keyboard.press('Control+V');
}

/** The machine may be busy: what has to come about may take its time. */
const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 });

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** Pages, and what has to be there before they are looked at. */
const STATES: Record<string, (options: BrowserContextOptions) => Promise<WatchedPage>> = {
  browse: (options) => open('/browse/', options),
  'a facet': (options) => open('/browse/level/critical/', options),
  'an empty facet': (options) => open('/browse/parameter/sheet/', options),
  'servers by name': (options) => open('/browse/server/', options),
  search: (options) => open('/search/', options),
  'search with results': async (options) => {
    const watched = await open('/search/?q=orchard', options);
    await watched.page.locator('#found-servers tbody tr').first().waitFor();
    await watched.page.locator('.stack-button').first().click();
    return watched;
  },
  'hostile results': async (options) => {
    const watched = await open('/search/?q=hostile', options);
    await watched.page.locator('#found-tools tbody tr').first().waitFor();
    return watched;
  },
  compare: async (options) => {
    const watched = await open('/compare/?servers=orchard,nursery,beehive', options);
    await watched.page.locator('.compared').waitFor();
    return watched;
  },
  build: (options) => open('/build/', options),
  'a built policy': async (options) => {
    const watched = await open('/build/', { ...CLIPBOARD, ...options });
    await paste(watched.page, CONFIGURATION);
    await watched.page.locator('#policy-files pre').waitFor();
    return watched;
  },
};

describe.each(Object.entries(THEMES))('in %s', (_, theme) => {
  test.each(Object.entries(STATES))('%s is accessible and breaks no policy', async (_, reach) => {
    const { page, complaints, close } = await reach(theme);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe.each([360, 768, 1440])('at %i pixels', (width) => {
  test.each(Object.entries(STATES))('%s is no wider than the window', async (_, reach) => {
    const { page, close } = await reach({ viewport: { width, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await close();
  });
});

describe('compare', () => {
  test('tells an empty list from one that never came, and from a server that nobody asked', async () => {
    const { page, complaints, close } = await open('/compare/');
    const silo = await (await page.request.get(new URL('/servers/silo.json', page.url()).href)).json();
    const snapshot = { lastSeenAt: '2026-05-03T08:30:00.000Z', provenance: 'observed', quarantined: [] };
    await page.route('**/servers/silo.json', (route) =>
      route.fulfill({ json: { ...silo, outcome: 'listed', snapshot } }),
    );
    await page.goto(new URL('/compare/?servers=silo,beehive,uncrawled', page.url()).href);
    await page.locator('.compared').waitFor();
    const row = (name: string) =>
      page.locator('.compared tr', { has: page.getByRole('rowheader', { name, exact: true }) }).locator('td');
    expect(await row('Tools').allTextContents()).toEqual([
      '0, its list is empty',
      '?, it ended by itself before it listed its tools',
      '?, it has not been crawled yet',
    ]);
    expect(await row('Grade').allTextContents()).toEqual(['none, there is nothing to grade', '?', '?']);
    expect(await row('Flags').allTextContents()).toEqual(['none', '?', '?']);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('search', () => {
  test('finds as one types, keeps what is asked in the address, and goes back', async () => {
    const { page, complaints, close } = await open('/search/');
    await page.locator('#search-text').pressSequentially('delete wal');
    const names = page.locator('#found-tools tbody th a');
    await eventually(() => names.allTextContents()).toEqual(['delete_walnut']);
    expect(new URL(page.url()).search).toBe('?q=delete+wal');
    await page.locator('#search-text').fill('delete');
    await eventually(() => names.count()).toBeGreaterThan(5);
    await page.getByLabel('Low', { exact: true }).check();
    await eventually(() => new URL(page.url()).search).toBe('?q=delete&level=low');
    await eventually(async () => [
      ...new Set(await page.locator('#found-tools .level').allTextContents()),
    ]).toEqual(['Low']);
    await page.goBack();
    expect(new URL(page.url()).search).toBe('?q=delete');
    expect(await page.getByLabel('Low', { exact: true }).isChecked()).toBe(false);
    await eventually(() => names.count()).toBeGreaterThan(5);
    await page.goForward();
    await eventually(() => page.getByLabel('Low', { exact: true }).isChecked()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('an address brings the question and its facets', async () => {
    const { page, close } = await open('/search/?q=nurzery&kind=servers');
    await eventually(() => page.locator('#found-servers tbody th a').allTextContents()).toEqual(['Nursery']);
    expect(await page.locator('#search-text').inputValue()).toBe('nurzery');
    expect(await page.getByRole('radio', { name: 'Servers' }).isChecked()).toBe(true);
    expect(await page.locator('#search-status').textContent()).toContain('looked for nursery instead');
    expect(await page.locator('#found-tools').isVisible()).toBe(false);
    await close();
  });

  test('every result leads to a page that is there', async () => {
    const { page, close } = await open(
      '/search/?level=critical&level=high&level=medium&level=low&kind=tools',
    );
    await page.locator('#found-tools tbody tr').first().waitFor();
    for (let i = 0; i < 5 && (await page.locator('#more').isVisible()); i++) {
      const before = await page.locator('#found-tools tbody tr').count();
      await page.locator('#more').click();
      await eventually(() => page.locator('#found-tools tbody tr').count()).toBeGreaterThan(before);
    }
    const paths = await page
      .locator('#found-tools tbody a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
    const links = paths.map((path) => new URL(path, sample.url).href);
    expect(new Set(links).size).toBeGreaterThan(90);
    for (const link of new Set(links)) expect((await fetch(link)).status, link).toBe(200);
    await close();
  });

  test('results are handed over as CSV and JSON', async () => {
    const { page, complaints, close } = await open('/search/?q=walnut');
    await page.locator('#found-tools tbody tr').first().waitFor();
    const shown = await page.locator('#found-tools tbody th a').allTextContents();
    const waiting = page.waitForEvent('download');
    await page.locator('#export-json').click();
    const json = JSON.parse(readFileSync(await (await waiting).path(), 'utf8')) as {
      tools: { name: string }[];
    };
    expect(json.tools.map(({ name }) => name)).toEqual(shown);
    const next = page.waitForEvent('download');
    await page.locator('#export-csv').click();
    const lines = readFileSync(await (await next).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(shown.length + 1);
    expect(complaints).toEqual([]);
    await close();
  });

  test('servers go into the stack, and from there into compare and build', async () => {
    const { page, complaints, close } = await open('/search/?q=nursery&kind=servers');
    await page.locator('#found-servers .stack-button').first().click();
    await page.locator('#search-text').fill('orchard desk');
    const orchard = page.locator('#found-servers .stack-button[data-server=orchard]');
    await orchard.click();
    expect(await orchard.getAttribute('aria-pressed')).toBe('true');
    await page.locator('#stack-line').getByRole('link', { name: 'Compare' }).click();
    await page.locator('.compared').waitFor();
    expect(await page.locator('.compared thead a').allTextContents()).toEqual(['Nursery', 'Orchard Desk']);
    await page.goBack();
    await page.locator('#stack-line').getByRole('link', { name: 'Build a policy' }).click();
    await page.locator('#policy-files pre').waitFor();
    expect(await page.locator('.stack-servers tbody th').allTextContents()).toEqual([
      'nurserynursery',
      'orchardorchard',
    ]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('by the keyboard alone', async () => {
    const { page, close } = await open('/search/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 10 && (await page.evaluate('document.activeElement.id')) !== 'search-text'; i++)
      await page.keyboard.press('Tab');
    await page.keyboard.type('walnut delete');
    await page.locator('#found-tools tbody tr').first().waitFor();
    for (let i = 0; i < 40 && (await page.locator('#found-tools th a:focus').count()) === 0; i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/servers/nursery/delete_walnut/');
    await close();
  });

  test('hostile names run nothing, and their pages are reached', async () => {
    const { page, complaints, close } = await open('/search/?q=hostile&kind=tools');
    await page.locator('#found-tools tbody tr').first().waitFor();
    expect(await page.locator('main script, main img, main iframe').count()).toBe(1);
    const text = await page.locator('#found-tools').textContent();
    expect(text).not.toMatch(/[\u200b-\u200f\u202a-\u202e]/);
    await page.locator('#found-tools tbody th a').first().click();
    expect(complaints).toEqual([]);
    await close();
  });
});

test('the page for what is missing looks for it', async () => {
  const { page, complaints, close } = await open('/servers/orchard/tree_recrods/');
  const link = page.locator('#missing-links a').first();
  await link.waitFor();
  expect(await link.textContent()).toBe('tree_records');
  await page.locator('#missing-search').click();
  await eventually(() => page.locator('#found-tools th a').first().textContent()).toBe('tree_records');
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  await close();
});

describe('browse', () => {
  test('counts what the catalogue holds, and lists all of it', async () => {
    const html = readFileSync(join(sample.site.out, 'browse/index.html'), 'utf8');
    const db = openCatalogue(sample.site.db, 'read');
    const servers = ['orchard', 'nursery', 'hostile', 'almanac', 'meadow'];
    const tools = servers.flatMap((id) => serverToolRecords(db, id));
    db.close();
    const critical = tools.filter(({ classification }) => classification.riskLevel === 'Critical');
    expect(fields(html).get('level-critical')).toBe(String(critical.length));
    const { page, close } = await open('/browse/level/critical/', { javaScriptEnabled: false });
    expect(await page.locator('tbody tr').count()).toBe(critical.length);
    for (const flag of ['secrets', 'private'] as const) {
      const having = tools.filter(({ classification }) => classification.flags.includes(flag));
      expect(fields(html).get(`flag-${flag}`)).toBe(String(having.length));
    }
    await close();
  });
});

describe('build', () => {
  /** The file that the policy room itself writes for this server under this name. */
  function fileFor(target: string, posture: Posture): string {
    const db = openCatalogue(sample.site.db, 'read');
    const policies = (
      [
        ['orchard', 'orchard'],
        ['trees', 'nursery'],
      ] as const
    ).map(([alias, id]) => {
      const tools = serverToolRecords(db, id).map(({ name, classification, definition }) => ({
        name,
        classification,
        inputSchema: definition.inputSchema,
      }));
      return recommendPolicy(alias, tools, posture);
    });
    db.close();
    const emitter = EMITTERS.find(({ id }) => id === target)!;
    return emitter.emitStack!([...policies, { server: 'elsewhere', posture, decisions: [] }]);
  }

  async function built(options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const watched = await open('/build/', { ...CLIPBOARD, ...options });
    await paste(watched.page, CONFIGURATION);
    await watched.page.locator('#policy-files pre').waitFor();
    return watched;
  }

  test('nothing secret leaves the page, is kept, shown, or stands in the link', async () => {
    const { page, requests, complaints, close } = await built();
    await page.locator('#build-target').selectOption('intercept');
    await page.locator('input[name=posture][value=strict]').check();
    await page.locator('#trial-tool').fill('tree_records');
    await page.getByRole('button', { name: 'Try it' }).click();
    await eventually(() => page.locator('#trial-verdict').textContent()).not.toBe('');
    const link = (await page.locator('#share code').textContent())!;
    const all = (await page.evaluate(`({
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      html: document.documentElement.outerHTML,
      field: document.getElementById('stack-paste').value,
      address: location.href,
      history: JSON.stringify(history.state),
    })`)) as { field: string };
    const shared = Buffer.from(new URL(link).hash.slice(3), 'base64url').toString('utf8');
    const seen = JSON.stringify([all, requests, link, shared]);
    for (const secret of SECRETS) expect(seen.includes(secret), secret).toBe(false);
    expect(seen).not.toContain('mcp.example.com/');
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.every((request) => request.startsWith(sample.url))).toBe(true);
    expect(all.field).toBe(
      'orchard: npm:@example/orchard\ntrees: npm:@example/nursery\nelsewhere: mcp.example.com',
    );
    expect(complaints).toEqual([]);
    await close();
  });

  test('says why a server has no tools to allow, and how many is unknown', async () => {
    const { page, complaints, close } = await open('/build/', CLIPBOARD);
    await paste(
      page,
      JSON.stringify({ mcpServers: { bees: { command: 'npx', args: ['@example/beehive'] } } }),
    );
    const row = page.locator('.stack-servers tbody tr');
    await eventually(() => row.locator('td').allTextContents()).toEqual([
      'Beehive No tool of it is allowed: it ended by itself before it listed its tools.',
      '?',
      'Take out',
    ]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('says beside a rule what the target’s file says instead', async () => {
    const { page, complaints, close } = await built();
    const beside = page.locator('.stack-rules td .about');
    await page.locator('#build-target').selectOption('policylayer');
    await eventually(() => beside.allTextContents()).toContain(
      'PolicyLayer has no prompt; in its file: denied with “Requires human approval.” until a person lifts the rule.',
    );
    await page.locator('#build-target').selectOption('litellm');
    await eventually(() => beside.allTextContents()).toContain(
      'LiteLLM cannot hold this rule; in its file: deny.',
    );
    await page.locator('#build-target').selectOption('claude-code');
    await eventually(() => beside.allTextContents()).not.toContainEqual(expect.stringContaining('prompt'));
    expect(complaints).toEqual([]);
    await close();
  });

  test('gives exactly the policy room’s file, in each posture and target, and copies it', async () => {
    const { page, complaints, close } = await built();
    const code = page.locator('#policy-files code');
    for (const target of ['claude-code', 'codex', 'litellm', 'goose']) {
      await page.locator('#build-target').selectOption(target);
      for (const posture of ['strict', 'permissive', 'balanced'] as const) {
        await page.locator(`input[name=posture][value=${posture}]`).check();
        await eventually(() => code.textContent()).toBe(fileFor(target, posture));
      }
    }
    await page.locator('#policy-files').getByRole('button', { name: 'Copy' }).click();
    await eventually(() => page.evaluate('navigator.clipboard.readText()')).toBe(
      fileFor('goose', 'balanced'),
    );
    expect(complaints).toEqual([]);
    await close();
  });

  test('every target’s part is fetched and writes its files', async () => {
    const { page, complaints, close } = await built();
    const files = page.locator('#policy-files code');
    for (const { id, emitStack, validate } of EMITTERS) {
      await page.locator('#build-target').selectOption(id);
      await eventually(() => page.locator('#policy-files figure').count()).toBe(emitStack ? 1 : 3);
      await eventually(async () => (await files.allTextContents()).flatMap((text) => validate(text))).toEqual(
        [],
      );
      expect(await page.locator('#policy-notes').textContent()).toContain('Not in the catalogue: elsewhere');
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('a rule of one’s own is in the file, in the link, and in whoever opens it', async () => {
    const { page, close } = await built();
    await page.getByLabel('Rule for search_varieties').selectOption('deny');
    await eventually(() => page.locator('#policy-files code').textContent()).toMatch(
      /"deny": \[[^\]]*search_varieties/,
    );
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'Rule for search_varieties',
    );
    const text = await page.locator('#policy-files code').textContent();
    const link = (await page.locator('#share code').textContent())!;
    await close();
    const other = await open(link);
    await eventually(() => other.page.locator('#policy-files code').textContent()).toBe(text);
    expect(other.requests.some((request) => request.includes('#'))).toBe(false);
    expect(other.complaints).toEqual([]);
    await other.close();
  });

  test('the simulator says what is done with a call, by which rule', async () => {
    const { page, complaints, close } = await built();
    await page.locator('#build-target').selectOption('policylayer');
    await eventually(() => page.locator('#policy-files figure').count()).toBe(3);
    const verdict = page.locator('#trial-verdict');
    const attempt = async (tool: string, args: string): Promise<string> => {
      await page.locator('#trial-tool').fill(tool);
      await page.locator('#trial-arguments').fill(args);
      const before = await verdict.textContent();
      await page.getByRole('button', { name: 'Try it' }).click();
      await eventually(() => verdict.textContent()).not.toBe(before);
      return (await verdict.textContent())!;
    };
    expect(await attempt('search_varieties', '{"query": "apple"}')).toMatch(/^Allowed\..*Asked of the file/);
    expect(await attempt('never_heard_of', '{}')).toMatch(/^Denied\..*default/);
    expect(await attempt('tree_records', 'no json')).toContain('have to be a JSON object');
    await page.locator('#build-target').selectOption('claude-code');
    await eventually(() => page.locator('#policy-files figure').count()).toBe(1);
    expect(await attempt('tree_records', '{}')).toMatch(/^Denied\..*Asked of the rules/);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a server known by its name alone is allowed nothing until it is chosen', async () => {
    const { page, close } = await open('/build/', CLIPBOARD);
    await paste(page, '{"mcpServers":{"Orchard Desk":{"command":"node","args":["server.js"]}}}');
    await eventually(() => page.locator('#policy-files code').textContent()).not.toContain(
      'search_varieties',
    );
    await page.getByLabel('Server that Orchard Desk is').selectOption('orchard');
    await eventually(() => page.locator('#policy-files code').textContent()).toContain('search_varieties');
    await close();
  });

  test('hostile tools run nothing on the page', async () => {
    const { page, complaints, close } = await open('/build/', CLIPBOARD);
    await paste(
      page,
      '{"mcpServers":{"<img src=x onerror=alert(1)>":{"command":"npx","args":["@example/hostile"]}}}',
    );
    await page.locator('#policy-files pre').waitFor();
    expect(await page.locator('main img, main iframe').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('by the keyboard alone', async () => {
    const { page, close } = await open('/build/');
    const reach = async (selector: string): Promise<void> => {
      for (let i = 0; i < 150 && (await page.locator(`${selector}:focus`).count()) === 0; i++)
        await page.keyboard.press('Tab');
      expect(await page.locator(`${selector}:focus`).count(), selector).toBe(1);
    };
    await reach('#stack-paste');
    await page.keyboard.insertText('{"mcpServers":{"trees":{"command":"npx","args":["@example/nursery"]}}}');
    await reach('#read-stack');
    await page.keyboard.press('Enter');
    await page.locator('#policy-files pre').waitFor();
    await reach('input[name=posture]');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('input[value=strict]').isChecked()).toBe(true);
    await reach('.stack-part summary');
    await page.keyboard.press('Enter');
    await reach('.stack-rules select');
    await reach('#trial-tool');
    await page.keyboard.type('delete_walnut');
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('#trial-verdict').textContent()).toMatch(/^Denied/);
    await close();
  });

  test('TOML and YAML are read as well, and what is neither is said to be', async () => {
    const { page, complaints, close } = await open('/build/', CLIPBOARD);
    await paste(page, '[mcp_servers.trees]\ncommand = "npx"\nargs = ["@example/nursery"]\n');
    await eventually(() => page.locator('.stack-servers tbody th').allTextContents()).toEqual([
      'treesnpm:@example/nursery',
    ]);
    await page.locator('#stack-paste').fill('{"mcpServers": ');
    await page.getByRole('button', { name: 'Read it' }).click();
    await eventually(() => page.locator('#build-status').textContent()).toContain(
      'neither JSON nor TOML nor YAML',
    );
    expect(complaints).toEqual([]);
    await close();
  });
});

test('without a script each page says what there is instead, and browsing works', async () => {
  const options = { javaScriptEnabled: false };
  const search = await open('/search/', options);
  expect(await search.page.locator('#search-form').isVisible()).toBe(false);
  await search.page.locator('#search-without').getByRole('link', { name: 'browse the tools' }).click();
  await search.page.getByRole('link', { name: 'Destructive', exact: true }).click();
  expect(await search.page.locator('tbody tr').count()).toBeGreaterThan(5);
  await search.page.locator('tbody th a').first().click();
  expect(await search.page.locator('.signal').count()).toBe(1);
  await search.close();
  const compare = await open('/compare/', options);
  expect(await compare.page.locator('#compare-without').textContent()).toContain('needs a script');
  await compare.close();
  const build = await open('/build/', options);
  expect(await build.page.locator('#build-without').textContent()).toContain('npx toolrisk policy --stack');
  await build.close();
});

test('a tool’s page loads one script of at most 10 KB', async () => {
  const { requests, close } = await open('/servers/orchard/tree_records/');
  const scripts = requests.filter((request) => /\.js /.test(request));
  expect(scripts).toHaveLength(1);
  expect(scripts[0]).toContain('page.js');
  expect(statSync(join(sample.site.out, 'page.js')).size).toBeLessThanOrEqual(10_000);
  await close();
});
