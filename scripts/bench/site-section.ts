import type { PageSizes } from './page-sizes.ts';

/** What one size of catalogue came to. Times in seconds, memory in bytes. */
export interface Measured {
  tools: number;
  servers: number;
  pages: number;
  files: number;
  seconds: number;
  /** Processor time of all processes; undefined where the system does not say. */
  processor: number | undefined;
  peak: number;
  /** How many processes wanted to run when the first build ended, over a minute: those of others too. */
  load: number;
  /** Servers changed before the second build, and pages it made. */
  changed: number;
  made: number;
  againSeconds: number;
  againProcessor: number | undefined;
  sizes: PageSizes;
}

const number = (n: number): string => Math.round(n).toLocaleString('en-GB');

function again({ againSeconds, againProcessor, seconds, processor }: Measured): string {
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
  const clock = `${number(againSeconds)} s (${share(againSeconds, seconds)})`;
  if (againProcessor === undefined || processor === undefined) return clock;
  return `${clock}, ${number(againProcessor)} s (${share(againProcessor, processor)})`;
}

/** The section of docs/performance.md that `npm run bench:site -- --record` writes: its figures, as it printed them. */
export function siteSection(measured: readonly Measured[], machine: string): string {
  const rows = measured.map((m) =>
    [
      ...[number(m.servers), number(m.tools), number(m.pages), number(m.files), `${number(m.seconds)} s`],
      m.processor === undefined ? '?' : `${number(m.processor)} s`,
      ...[number(m.pages / m.seconds), number((m.pages + m.files) / m.seconds), `${number(m.peak / 1e6)} MB`],
      m.load.toFixed(1),
      again(m),
    ].join(' | '),
  );
  const [small, large] = [measured[0]!, measured.at(-1)!];
  const cost = ({ processor, seconds, pages }: Measured) => (processor ?? seconds) / pages;
  const growth = cost(large) / cost(small);
  const flat =
    small === large
      ? ''
      : `\nA page costs ${growth.toFixed(2)} times as much at ${number(large.tools)} tools as at ${number(small.tools)}.\n`;
  return `Written by \`npm run bench:site -- --record\`, on ${machine}.

An invented catalogue of realistic size, no two definitions alike: every kind of page, JSON and Markdown twins, a page
for every target of every server's policy, the API, the search index, sitemaps and downloads. Only HTML is counted as a
page; twins and all else are the files beside. Processor time is that of all processes together, memory the most that
all held at a time. Load is how many processes wanted to run when the build ended, those of others too: two are the
build's own, and what is above the number of processors slows it down by as much. The last column is a second build,
after 1 % of the servers changed: its time, its processor time, and both as shares of the full build's.

| servers | tools | pages | files beside | full build | processor | pages/s | pages and files/s | memory | load | 1 % changed |
| ------: | ----: | ----: | -----------: | ---------: | --------: | ------: | ----------------: | -----: | ---: | ----------: |
${rows.map((row) => `| ${row} |`).join('\n')}
${flat}
The largest tool page of ${number(large.sizes.looked)} looked at has ${number(large.sizes.html)} bytes, ${number(large.sizes.gzip)} compressed; at most 20,480 and 6,144
are allowed.
`;
}
