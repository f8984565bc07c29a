/** The site in a real browser: accessibility, width, security policy, copying, no script. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, THEMES } from './accessible.ts';
import { fields, textOf } from './html-text.ts';
import { showSample, type ShownSample } from './shown-sample.ts';
import { openWatched, type WatchedPage } from './watched-page.ts';

/** A page of every template, and those that hostile text makes hardest. */
const PAGES: Record<string, string> = {
  home: '/',
  servers: '/servers/',
  server: '/servers/orchard/',
  'large server': '/servers/nursery/',
  'failed server': '/servers/beehive/',
  'hostile server': '/servers/hostile/',
  'policy for a target': '/servers/orchard/policy/policylayer/',
  'hostile policy for a target': '/servers/hostile/policy/claude-code/',
  tool: '/servers/orchard/tree_records/',
  'declared tool': '/servers/almanac/frost_today/',
  'poisoned tool': '/servers/hostile/weather_tip/',
  'long tool': '/servers/hostile/everything_at_once/',
  'redefined tool': '/servers/meadow/mow/',
  attacks: '/attacks/',
  attack: '/attacks/mac-shell-mcp-whitelist-bypass/',
  'attack without a call': '/attacks/mcp-remote-authz-endpoint-rce/',
  changes: '/changes/',
  run: '/changes/2/',
  statistics: '/statistics/',
  methodology: '/methodology/',
  missing: '/no/such/page/',
};

let sample: ShownSample;
beforeAll(async () => {
  sample = await showSample();
});
afterAll(() => sample?.close());

const open = (path: string, options?: BrowserContextOptions): Promise<WatchedPage> =>
  openWatched(sample.browser, sample.url, path, options);

describe.each(Object.entries(THEMES))('in %s', (_, theme) => {
  test.each(Object.entries(PAGES))('%s is accessible and breaks no policy', async (_, path) => {
    const { page, complaints, close } = await open(path, theme);
    expect(await barriers(page)).toEqual([]);
    const expected = (complaint: string) => path === PAGES.missing && complaint.includes('404');
    expect(complaints.filter((complaint) => !expected(complaint))).toEqual([]);
    await close();
  });
});

describe.each([360, 768, 1440])('at %i pixels', (width) => {
  test('no page is wider than the window', async () => {
    const { page, close } = await open('/', { viewport: { width, height: 800 } });
    for (const path of Object.values(PAGES)) {
      await page.goto(new URL(path, sample.url).href);
      const excess = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(excess, path).toBeLessThanOrEqual(0);
    }
    await close();
  });
});

test('with forced colors the signal word keeps its meaning and nothing breaks', async () => {
  const { page, complaints, close } = await open(PAGES.tool!, { forcedColors: 'active' });
  expect(await page.locator('.signal .word').textContent()).toBe('Danger');
  expect(complaints).toEqual([]);
  await close();
});

test('copying gives exactly the policy, in the posture that is shown', async () => {
  const { page, close } = await open(PAGES.tool!, { permissions: ['clipboard-read', 'clipboard-write'] });
  const html = readFileSync(join(sample.site.out, 'servers/orchard/tree_records/index.html'), 'utf8');
  for (const posture of ['balanced', 'strict', 'permissive']) {
    await page.locator(`input[value=${posture}]`).check();
    const panel = page.locator(`.posture.${posture}`);
    await panel.getByRole('button', { name: 'Copy' }).click();
    const copied: unknown = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe(fields(html).get(`policy-${posture}`));
    expect(await page.locator('.posture:visible').count()).toBe(1);
  }
  await close();
});

test('downloading gives exactly the policy', async () => {
  const { page, complaints, close } = await open('/servers/orchard/');
  const waiting = page.waitForEvent('download');
  await page.locator('.posture.balanced').getByRole('button', { name: 'Download' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('policy.json');
  const wanted = readFileSync(join(sample.site.out, 'servers/orchard/policy.balanced.json'), 'utf8');
  expect(readFileSync(await download.path(), 'utf8')).toBe(wanted);
  expect(complaints).toEqual([]);
  await close();
});

test('the filter leaves the rows that have every word', async () => {
  const { page, close } = await open('/servers/nursery/');
  await page.getByRole('searchbox').fill('delete critical');
  expect(await page.locator('#tool-table tbody tr:visible').count()).toBe(10);
  await close();
});

test('the heads of the table of tools sort it, with the keyboard too', async () => {
  const { page, complaints, close } = await open('/servers/nursery/');
  const names = () => page.locator('#tool-table tbody th a').allTextContents();
  const asItCame = await names();
  const order = () =>
    page.locator('#tool-table th[aria-sort]').evaluate((th) => `${th.textContent}: ${th.ariaSort}`);
  expect(await order()).toBe('Risk: descending');
  const byName = page.getByRole('button', { name: 'Tool', exact: true });
  await byName.focus();
  await page.keyboard.press('Enter');
  const sorted = asItCame.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  expect(sorted).not.toEqual(asItCame);
  expect(await names()).toEqual(sorted);
  expect(await order()).toBe('Tool: ascending');
  await byName.click();
  expect(await names()).toEqual(sorted.toReversed());
  await page.getByRole('button', { name: 'Risk', exact: true }).click();
  expect(await names()).toEqual(asItCame);
  expect(await order()).toBe('Risk: descending');
  expect(complaints).toEqual([]);
  await close();
});

test('the command for the terminal names this site', async () => {
  const { page, close } = await open(PAGES.tool!);
  const text = await page.locator('[data-origin] code').textContent();
  expect(text).toBe(
    `curl -s ${sample.url}servers/orchard/tree_records.json | jq .policy.balanced.file > policy.json`,
  );
  await close();
});

test.each([
  ['/servers/orchard/', 'servers/orchard/policy.balanced.json > policy.json', '-s'],
  ['/servers/orchard/policy/codex/', 'servers/orchard/policy/codex/config.toml', '-sO'],
])('so do those of %s', async (path, file, options) => {
  const { page, complaints, close } = await open(path);
  const commands = await page.locator('[data-origin]:visible code').allTextContents();
  expect(commands).toContain(`curl ${options} ${sample.url}${file}`);
  expect(complaints).toEqual([]);
  await close();
});

test('buttons and files are told apart by those who hear the page', async () => {
  const { page, close } = await open('/servers/orchard/policy/policylayer/', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const part = page.locator('#run_script');
  const copy = part.getByRole('button', { name: 'Copy: policy.json for run_script', exact: true });
  await copy.click();
  expect(await part.getByRole('button', { name: 'Copied: policy.json for run_script' }).count()).toBe(1);
  const copied: unknown = await page.evaluate('navigator.clipboard.readText()');
  expect(copied).toBe(await part.getByRole('group', { name: 'policy.json for run_script' }).textContent());
  expect(await part.getByRole('button', { name: 'Download: policy.json for run_script' }).count()).toBe(1);
  for (const path of ['/servers/orchard/', PAGES.tool!, '/servers/orchard/policy/policylayer/']) {
    await page.goto(new URL(path, sample.url).href);
    const names = (locator: string) =>
      page.locator(locator).evaluateAll((found) => found.map((one) => one.getAttribute('aria-label')));
    const [buttons, regions] = [await names('.snippet button'), await names('.snippet pre')];
    expect(new Set(buttons).size, path).toBe(buttons.length);
    expect(new Set(regions).size, path).toBe(regions.length);
    expect([...buttons, ...regions], path).not.toContain(null);
  }
  await close();
});

test('without a script a page has all its text, and all postures can be reached', async () => {
  const { page, close } = await open(PAGES.tool!, { javaScriptEnabled: false });
  const html = readFileSync(join(sample.site.out, 'servers/orchard/tree_records/index.html'), 'utf8');
  const sections = await page.locator('article > section').allTextContents();
  expect(sections).toHaveLength(11);
  expect(textOf(html)).toContain(sections[1]!.slice(0, 40));
  await page.locator('input[value=strict]').check();
  expect(await page.locator('.posture:visible').getAttribute('class')).toContain('strict');
  expect(await page.locator('button:visible').count()).toBe(0);
  await close();
});

test('the keyboard reaches content, links and postures with a visible focus', async () => {
  const { page, close } = await open(PAGES.tool!);
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  await page.locator('input[value=balanced]').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('input[value=permissive]').isChecked()).toBe(true);
  await close();
});

test('print shows all postures', async () => {
  const { page, close } = await open(PAGES.tool!);
  await page.emulateMedia({ media: 'print' });
  for (const posture of ['strict', 'balanced', 'permissive'])
    expect(await page.locator(`.posture.${posture}:visible`).count(), posture).toBe(1);
  expect(await page.locator('nav:visible').count()).toBe(0);
  await close();
});

test('hostile text runs nothing', async () => {
  const { page, complaints, close } = await open('/servers/hostile/');
  const links = await page
    .locator('#tool-table tbody a')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
  expect(links.length).toBeGreaterThan(15);
  for (const link of links) await page.goto(new URL(link, sample.url).href);
  expect(complaints).toEqual([]);
  await close();
});
