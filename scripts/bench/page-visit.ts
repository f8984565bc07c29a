import { gzipSync } from 'node:zlib';
import lighthouse, { type Result } from 'lighthouse';
import type { PageFigures } from './page-budgets.ts';

/** One request of a page, as Lighthouse's `network-requests` lists it. */
interface Request {
  resourceType?: string;
  resourceSize: number;
}

/** What a visit came to, and which weighted checks of Lighthouse did not pass wholly. */
export interface Visit {
  figures: PageFigures;
  remarks: string[];
}

/** Lighthouse's codes for a trace that it cannot read. */
const FAILED_RECORDING = new Set([
  'NO_NAVSTART',
  'NO_FCP',
  'NO_LCP',
  'NO_TRACING_STARTED',
  'NO_RESOURCE_REQUEST',
]);

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

/**
 * Visits a page with the Chromium that listens at `port`, on Lighthouse's mobile settings. Undefined where the
 * recording failed, as it does now and then on a busy machine: another visit may do.
 * @throws Error when there is no such page or Lighthouse could not run.
 */
export async function visit(url: string, port: number): Promise<Visit | undefined> {
  const run = await lighthouse(url, { port, logLevel: 'error', onlyCategories: CATEGORIES });
  if (!run) throw new Error(`Lighthouse gave no result for ${url}.`);
  const { runtimeError } = run.lhr;
  if (runtimeError && FAILED_RECORDING.has(runtimeError.code)) return undefined;
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`);
  // Lighthouse counts the headers among what was sent; the budget is the page's.
  const page = await (await fetch(url)).arrayBuffer();
  return { figures: { ...figuresOf(run.lhr), ...sizesOf(run.lhr, page) }, remarks: remarksOf(run.lhr) };
}

type Sizes = Pick<PageFigures, 'html' | 'html compressed' | 'scripts' | 'style sheets'>;

function figuresOf(result: Result): Omit<PageFigures, keyof Sizes> {
  const score = (id: string) => Math.round(100 * (result.categories[id]?.score ?? 0));
  const value = (id: string) => result.audits[id]?.numericValue ?? Number.NaN;
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best practices': score('best-practices'),
    SEO: score('seo'),
    LCP: Math.round(value('largest-contentful-paint')),
    CLS: Math.round(1000 * value('cumulative-layout-shift')) / 1000,
    TBT: Math.round(value('total-blocking-time')),
  };
}

function sizesOf(result: Result, page: ArrayBuffer): Sizes {
  const requests = itemsOf(result, 'network-requests') as unknown as Request[];
  const ofType = (type: string) => requests.filter(({ resourceType }) => resourceType === type);
  return {
    html: page.byteLength,
    'html compressed': gzipSync(page).length,
    scripts: ofType('Script').reduce((sum, { resourceSize }) => sum + resourceSize, 0),
    'style sheets': ofType('Stylesheet').length,
  };
}

function remarksOf(result: Result): string[] {
  const weighted = Object.values(result.categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => result.audits[id]!),
  );
  return weighted
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id, displayValue }) => `${id}${displayValue ? ` (${displayValue})` : ''}`);
}

function itemsOf(result: Result, audit: string): unknown[] {
  const details = result.audits[audit]?.details;
  return details && 'items' in details && Array.isArray(details.items) ? details.items : [];
}
