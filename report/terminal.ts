/** A scan as a person reads it on a terminal. */
import { fieldText } from './changes.ts';
import { RULE_MEANING } from './rules.ts';
import type { ScanFinding, ScanReport, ScanRule } from './scan-record.ts';
import { placeWords, riskiestFirst, summaryWords, verdictLine } from './summary.ts';
import { textTable } from './text-table.ts';
import { carriesList } from '../catalogue/vocabulary.ts';
import { count, line, list } from './words.ts';
import { reasonWords } from './findings.ts';

/** Rules whose findings the table of tools says already. */
const IN_TABLE: readonly ScanRule[] = ['critical-tool', 'high-tool', 'medium-tool'];

/** How a terminal shows text. `width` is in characters; the table's last column is cut to it. */
export interface Screen {
  color: boolean;
  width: number;
}

const PLAIN: Screen = { color: false, width: 160 };

/** @param screen in colour, what fails is red and what is accepted grey */
export function terminalText(report: ScanReport, screen = PLAIN): string {
  const paint = painter(screen.color);
  const files = report.files.map(({ file, client }) => `${line(file, 300)} (${client})`).join(', ');
  return [
    `${files}\n${summaryWords(report)}\n`,
    toolTable(report, screen.width),
    ...report.findings
      .filter(({ rule, accepted }) => !IN_TABLE.includes(rule) && accepted?.by !== 'lock')
      .map((finding) => findingText(finding, paint)),
    leftText(report),
    policyText(report),
    `${paint(report.findings.some(({ fails }) => fails) ? 'fails' : 'plain', verdictLine(report))}\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

type Paint = (how: 'fails' | 'accepted' | 'plain', text: string) => string;

const painter =
  (color: boolean): Paint =>
  (how, text) => {
    const code = { fails: 31, accepted: 90, plain: undefined }[how];
    return color && code !== undefined ? `\u001b[${code}m${text}\u001b[39m` : text;
  };

function toolTable(report: ScanReport, width: number): string {
  const tools = riskiestFirst(report);
  const shown = tools.filter(({ classification }) => classification.riskLevel !== 'Low');
  const failing = new Set(
    report.findings
      .filter(({ fails, rule }) => fails && IN_TABLE.includes(rule))
      .map(({ server, tool }) => `${server}/${tool}`),
  );
  const rows = shown.map((tool) => [
    failing.has(`${tool.server.id}/${tool.definition.name}`) ? '✗' : '',
    tool.classification.riskLevel,
    line(tool.server.name, 40),
    line(tool.definition.name, 60),
    reasonWords(tool),
  ]);
  const table =
    rows.length > 0 ? textTable(['', 'risk', 'server', 'tool', 'why'], withinWidth(rows, width)) : '';
  const low = tools.length - shown.length;
  return low > 0 ? `${table}${count(low, 'tool')} of Low risk.\n` : table;
}

/** Rows whose last cell is cut so that the line fits, but never below what says something. */
function withinWidth(rows: readonly string[][], width: number): string[][] {
  const before = [0, 1, 2, 3].map(
    (column) => Math.max(4, ...rows.map((row) => row[column]?.length ?? 0)) + 2,
  );
  const rest = Math.max(50, width - before.reduce((sum, each) => sum + each, 0));
  return rows.map((row) => [...row.slice(0, -1), line(row.at(-1) ?? '', rest)]);
}

function findingText(finding: ScanFinding, paint: Paint): string {
  const { rule, server, tool, message, places, accepted, fails, details } = finding;
  const subject = [server, tool].filter((part) => part !== undefined).map((part) => line(part, 80));
  const mark = fails ? '✗' : accepted ? '✓' : '•';
  const why = accepted ? ` (accepted: ${line(accepted.why)})` : '';
  const at = places[0] === undefined ? '' : `\n  at ${placeWords(places[0])}`;
  const head = `${mark} ${RULE_MEANING[rule].title}${subject.length > 0 ? `: ${subject.join('/')}` : ''}${why}`;
  const how = fails ? 'fails' : accepted ? 'accepted' : 'plain';
  return `${paint(how, head)}\n  ${message}${at}\n${details.map(fieldText).join('')}`;
}

function leftText({ left, servers }: ScanReport): string {
  const without = servers
    .filter(({ unset, outcome }) => unset.length > 0 && carriesList(outcome))
    .map(
      ({ name, unset }) =>
        `• ${line(name, 80)} was started without ${list(unset.map((each) => line(each, 80)))}: not set here.\n`,
    );
  const out = left.map(
    ({ place, reason }) =>
      `• ${line(place.name, 80)} was left out: ${line(reason)} (${placeWords(place)}).\n`,
  );
  return [...without, ...out].join('');
}

function policyText({ policies }: ScanReport): string {
  const targets = [...new Map(policies.map((policy) => [policy.target, policy])).values()];
  return targets
    .map(({ title, filename }) => `A policy for ${title} (${filename}): toolrisk scan --format policy\n`)
    .join('');
}
