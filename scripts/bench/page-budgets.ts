/**
 * What one visit to a page came to, as Lighthouse measured it on its mobile settings: scores from 0 to 100, times in
 * milliseconds, sizes in bytes.
 */
export interface PageFigures {
  performance: number;
  accessibility: number;
  'best practices': number;
  SEO: number;
  LCP: number;
  /** Cumulative layout shift, without a unit. */
  CLS: number;
  TBT: number;
  html: number;
  'html compressed': number;
  scripts: number;
  'style sheets': number;
}

export type Figure = keyof PageFigures;

type Limits = Partial<Record<Figure, { least: number } | { most: number }>>;

/** For every page. The limits of LCP, CLS and TBT are those that web.dev/articles/vitals and Lighthouse call good. */
const EVERY_PAGE: Limits = {
  performance: { least: 98 },
  accessibility: { least: 100 },
  'best practices': { least: 100 },
  SEO: { least: 100 },
  LCP: { most: 2500 },
  CLS: { most: 0.1 },
  TBT: { most: 200 },
  'style sheets': { most: 1 },
};

/** The most bytes of a tool's page, as written and compressed. */
export const TOOL_PAGE_BYTES = { html: 20 * 1024, compressed: 6 * 1024 };

const TOOL_PAGE: Limits = {
  html: { most: TOOL_PAGE_BYTES.html },
  'html compressed': { most: TOOL_PAGE_BYTES.compressed },
  scripts: { most: 10 * 1024 },
};

/** The budgets that a page breaks, a sentence each. */
export function brokenBudgets(kind: string, figures: PageFigures): string[] {
  const limits: Limits = kind === 'tool' ? { ...EVERY_PAGE, ...TOOL_PAGE } : EVERY_PAGE;
  return Object.entries(limits).flatMap(([name, limit]) => {
    const value = figures[name as Figure];
    if ('least' in limit)
      return value >= limit.least ? [] : [`${name} is ${value}, at least ${limit.least} is wanted`];
    return value <= limit.most ? [] : [`${name} is ${value}, at most ${limit.most} is allowed`];
  });
}

/** The best of several visits: whatever else the machine does makes figures worse, never better. */
export const bestOf = (visits: readonly PageFigures[]): PageFigures =>
  visits.reduce((best, visit) => (visit.performance > best.performance ? visit : best));
