/** What the pages about all tools say of the classifier is so, and can be read without colour, on paper and when narrow. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HINTS, type Hint } from '../../catalogue/vocabulary.ts';
import { listClassifierUses, openCatalogue } from '../../catalogue/store/index.ts';
import { classify } from '../../classifier/index.ts';
import { BORDERLINE_CASES } from '../../site/src/text/borderline.ts';
import { day } from '../../site/src/text/rich.ts';
import { JUDGED_HINTS } from '../../site/src/view/judged-hints.ts';
import { fields, textOf } from './html-text.ts';
import { showSample, type ShownSample } from './shown-sample.ts';
import { openWatched } from './watched-page.ts';

/** Evaluated in the page: ground, shape and colour of the mark of each pattern of a chart. */
const LOOKS = `[...document.querySelectorAll('#verdicts pattern')].map((pattern) => {
  const [ground, mark] = ['rect', 'path'].map((part) => pattern.querySelector(part));
  return [getComputedStyle(ground).fill, mark?.getAttribute('d'), mark && getComputedStyle(mark).stroke];
})`;

/** Evaluated in the page: the words of its two widest tables that stand on more than one line. */
const BROKEN_WORDS = `[...document.querySelectorAll('.decisions, .fires tbody')].flatMap((table) => {
  const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    for (const { index, 0: word } of node.data.matchAll(/\\w+/g)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) broken.push(word);
    }
  return broken;
})`;

describe('what is said of the classifier', () => {
  test.each(BORDERLINE_CASES.map((one) => [one.does, one] as const))(
    'a tool that %s is judged as the methodology says',
    (_, { category, riskLevel, example }) => {
      const verdict = classify(example);
      expect([verdict.category, verdict.riskLevel]).toEqual([category, riskLevel]);
    },
  );

  test('it contradicts the hints that are said to be judged, and no others', () => {
    const tools = BORDERLINE_CASES.flatMap(({ example }) =>
      [true, false].map((claim) => ({
        ...example,
        annotations: Object.fromEntries(HINTS.map((hint) => [hint, claim])),
      })),
    );
    const contradicted = new Set<Hint>(tools.flatMap((tool) => classify(tool).hintMismatches));
    expect([...contradicted].sort()).toEqual([...JUDGED_HINTS].sort());
  });
});

describe('the pages', () => {
  let sample: ShownSample;
  beforeAll(async () => {
    sample = await showSample();
  });
  afterAll(() => sample?.close());

  const html = (path: string) => readFileSync(join(sample.site.out, path, 'index.html'), 'utf8');
  async function at<T>(
    path: string,
    options: BrowserContextOptions,
    look: (page: Page) => Promise<T>,
  ): Promise<T> {
    const { page, close } = await openWatched(sample.browser, sample.url, path, options);
    try {
      return await look(page);
    } finally {
      await close();
    }
  }

  test('say of a hint that nobody judges that nobody judges it', () => {
    const shown = fields(html('statistics'));
    for (const hint of HINTS) {
      const judged = JUDGED_HINTS.some((one) => one === hint);
      expect(shown.get(`contradicted-${hint}`)).toMatch(judged ? /^\d+ of / : /^\? of \d+ .*: not judged$/);
    }
    expect(readdirSync(join(sample.site.out, 'browse/mismatch')).sort()).toEqual([
      'destructive-hint',
      'read-only-hint',
    ]);
    expect(existsSync(join(sample.site.out, 'browse/mismatch/read-only-hint/index.html'))).toBe(true);
    expect(textOf(html('browse'))).toContain('Not judged: idempotentHint and openWorldHint.');
  });

  test('name every classifier that was used, and since when', () => {
    const shown = fields(html('methodology'));
    const db = openCatalogue(sample.site.db, 'read');
    const uses = listClassifierUses(db);
    db.close();
    expect(uses.length).toBeGreaterThan(0);
    for (const { version, at } of uses) expect(shown.get(`classifier-${version}`)).toBe(day(at));
    expect(shown.get('version')).toBe('0.1.0');
  });

  test('tell the parts of a bar apart without colour', () =>
    at('/statistics/', { forcedColors: 'active' }, async (page) => {
      const looks = (await page.evaluate(LOOKS)) as [ground: string, shape: string, mark: string][];
      expect(looks).toHaveLength(4);
      expect(new Set(looks.map(String)).size).toBe(4);
      for (const [ground, , mark] of looks) expect(mark).not.toBe(ground);
    }));

  test('print what is folded away on the screen', async () => {
    for (const path of ['/statistics/', '/servers/orchard/tree_records/']) {
      await at(path, {}, async (page) => {
        const folded = page.locator('details:not([open]) > :not(summary)').first();
        const isShown = () => folded.evaluate((node) => node.checkVisibility());
        expect(await isShown(), path).toBe(false);
        await page.emulateMedia({ media: 'print' });
        expect(await isShown(), path).toBe(true);
      });
    }
  });

  test.each([320, 360, 412])('break no word in a table of the methodology at %i pixels', (width) =>
    at('/methodology/', { viewport: { width, height: 800 } }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      const broken = await page.evaluate(BROKEN_WORDS);
      expect(broken).toEqual([]);
    }),
  );
});
