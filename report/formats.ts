/** Every form in which a scan is handed over. */
import { csvText } from './csv.ts';
import { junitText } from './junit.ts';
import { scanMarkdown } from './markdown.ts';
import { sarifText } from './sarif.ts';
import type { ScanReport } from './scan-record.ts';
import { summaryOf } from './summary.ts';
import { terminalText, type Screen } from './terminal.ts';

export const SCAN_FORMATS = ['table', 'json', 'sarif', 'markdown', 'junit', 'csv', 'policy'] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];

/** The text of a report in each form. */
export const SCAN_TEXT: Record<ScanFormat, (report: ScanReport, screen?: Screen) => string> = {
  table: terminalText,
  json: (report) => `${JSON.stringify({ summary: summaryOf(report), ...report }, null, 2)}\n`,
  sarif: sarifText,
  markdown: scanMarkdown,
  junit: junitText,
  csv: csvText,
  policy: ({ policies }) => policies.map(({ text }) => text).join('\n'),
};
