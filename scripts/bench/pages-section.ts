import type { PageFigures } from './page-budgets.ts';

/** A page that was looked at, and what the best visit came to. */
export interface PageRow {
  kind: string;
  path: string;
  figures: PageFigures;
}

const bytes = (n: number): string => n.toLocaleString('en-GB');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const scores = (f: PageFigures): string[] =>
  [f.performance, f.accessibility, f['best practices'], f.SEO].map(String);

const cells = ({ kind, figures: f }: PageRow): string[] => [
  kind,
  ...scores(f),
  ...[seconds(f.LCP), String(f.CLS), `${f.TBT} ms`],
  ...[bytes(f.html), bytes(f['html compressed']), bytes(f.scripts)],
];

/** A page's figures in a line for the terminal. */
export function pageLine({ kind, path, figures }: PageRow): string {
  const [, , , , , lcp, shift, blocked, html, sent, scripts] = cells({ kind, path, figures });
  return `${kind.padEnd(18)} ${scores(figures).join(' ')}  LCP ${lcp}, CLS ${shift}, TBT ${blocked}, HTML ${html} (${sent} compressed), scripts ${scripts}  ${path}`;
}

/** The section of docs/performance.md that `npm run bench:pages -- --record` writes. */
export function pagesSection(rows: readonly PageRow[], machine: string): string {
  return `Written by \`npm run bench:pages -- --record\`, on ${machine}.

The largest page of every kind, with Lighthouse on its mobile settings: the scores of performance, accessibility, best
practices and search engines; the largest contentful paint, the layout shift, the time the page was blocked; bytes of
HTML, of HTML compressed, and of scripts.

| page | performance | accessibility | practices | SEO | LCP | CLS | TBT | HTML | compressed | scripts |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${cells(row).join(' | ')} |`).join('\n')}
`;
}
