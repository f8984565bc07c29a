/** The tools of a scan as CSV (RFC 4180), a row each, riskiest first; a server that gave none has a row of its own. */
import { visible } from '../catalogue/visible.ts';
import { reasonWords } from './findings.ts';
import type { ScanReport, ScannedServer } from './scan-record.ts';
import { riskiestFirst } from './summary.ts';
import { carriesList } from '../catalogue/vocabulary.ts';

const HEAD = [
  'server',
  'tool',
  'category',
  'risk',
  'confidence',
  'flags',
  'findings',
  'fails',
  'why',
  'file',
  'line',
];

/** The CSV text, with a head and CRLF line ends. */
export function csvText(report: ScanReport): string {
  const tools = riskiestFirst(report).map((tool) => {
    const { server, definition, classification } = tool;
    const { category, riskLevel, confidence, flags } = classification;
    const verdict = [category, riskLevel, String(confidence), flags.join(' ')];
    return [
      ...names(server, definition.name),
      ...verdict,
      ...found(report, server, definition.name),
      reasonWords(tool),
      ...place(server),
    ];
  });
  const silent = report.servers
    .filter(({ outcome }) => !carriesList(outcome))
    .map((server) => [
      ...names(server, ''),
      '',
      '',
      '',
      '',
      ...found(report, server, undefined),
      server.detail,
      ...place(server),
    ]);
  return [HEAD, ...tools, ...silent].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const names = (server: ScannedServer, tool: string) => [server.id, tool];

function found({ findings }: ScanReport, { id }: ScannedServer, name: string | undefined): string[] {
  const own = findings.filter(({ server, tool }) => server === id && tool === name);
  return [own.map(({ rule }) => rule).join(' '), String(own.some(({ fails }) => fails))];
}

function place({ places }: ScannedServer): string[] {
  return [places[0]?.file ?? '', String(places[0]?.region?.startLine ?? '')];
}

/** A cell that a spreadsheet takes for text, whatever it begins with. */
function cell(text: string): string {
  const shown = visible(text);
  const safe = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
