/** A scan, or a list of changes, as Markdown that fits a pull request's comment. */
import { visible } from '../catalogue/visible.ts';
import { RULE_MEANING } from './rules.ts';
import type { FieldWords, ScanFinding, ScanReport } from './scan-record.ts';
import { placeWords, riskiestFirst, summaryWords, verdictLine } from './summary.ts';
import { reasonWords } from './findings.ts';
import { count, line, type ChangeWords } from './words.ts';

/** A comment on GitHub has at most 65,536 characters; the rest is said to be left out. */
const LIMIT = 60_000;

/** The whole report. */
export function scanMarkdown(report: ScanReport): string {
  const groups = [
    ['What fails', report.findings.filter(({ fails }) => fails)],
    [
      'Also found',
      report.findings.filter(({ fails, accepted, rule }) => !fails && !accepted && !rule.endsWith('-tool')),
    ],
    ['Accepted', report.findings.filter(({ accepted, rule }) => accepted && !rule.endsWith('-tool'))],
  ] as const;
  return bounded([
    `## Toolrisk: ${report.findings.some(({ fails }) => fails) ? '❌' : '✅'} ${escaped(verdictLine(report))}\n`,
    `${escaped(summaryWords(report))}\n`,
    ...groups.flatMap(([title, findings]) =>
      findings.length > 0 ? [`### ${title}\n`, ...findings.map(findingItem)] : [],
    ),
    toolTable(report),
    ...report.policies.map(
      ({ title, filename, text }) =>
        `<details><summary>Suggested policy for ${escaped(title)}, ${code(filename)}</summary>\n\n${fenced(visible(text))}\n</details>\n`,
    ),
  ]);
}

function findingItem({ rule, server, tool, message, places, details, accepted }: ScanFinding): string {
  const subject = [server, tool].filter((part) => part !== undefined).join('/');
  const at = places[0] ? ` (${code(placeWords(places[0]))})` : '';
  const why = accepted ? ` _Accepted: ${escaped(line(accepted.why))}_` : '';
  return `- **${escaped(RULE_MEANING[rule].title)}**${subject ? ` ${code(subject)}` : ''}${at}: ${escaped(message)}${why}\n${details.map(detailBlock).join('')}`;
}

/** Old and new below each other, as a diff that GitHub and GitLab colour. */
function detailBlock({ label, before, after }: FieldWords): string {
  const side = (sign: string, text: string | null) =>
    text === null ? [] : text.split('\n').map((each) => `${sign} ${each}`);
  return indented(
    `${code(label)}\n\n${fenced([...side('-', before), ...side('+', after)].join('\n'), 'diff')}`,
  );
}

function toolTable(report: ScanReport): string {
  const tools = riskiestFirst(report);
  const shown = tools.filter(({ classification }) => classification.riskLevel !== 'Low').slice(0, 100);
  if (shown.length === 0) return '';
  const rows = shown.map(
    (tool) =>
      `| ${tool.classification.riskLevel} | ${code(tool.server.name)} | ${code(tool.definition.name)} | ${escaped(reasonWords(tool))} |`,
  );
  const more = tools.length - shown.length;
  return `\n| risk | server | tool | why |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n${more > 0 ? `\nand ${count(more, 'more tool')}.\n` : ''}`;
}

/** A list of changes, what raises the risk first. */
export function changesMarkdown(title: string, changes: readonly ChangeWords[]): string {
  const raising = changes.filter(({ raisesRisk }) => raisesRisk);
  const others = changes.filter(({ raisesRisk }) => !raisesRisk);
  const group = (name: string, items: readonly ChangeWords[]) =>
    items.length > 0 ? [`### ${name}\n`, ...items.map(changeItem)] : [];
  return bounded([
    `## ${escaped(title)}\n`,
    ...(changes.length === 0 ? ['Nothing changed.\n'] : []),
    ...group('What raises the risk', raising),
    ...group('Other changes', others),
  ]);
}

function changeItem({ server, tool, headline, remarks, details }: ChangeWords): string {
  const subject = code(tool === undefined ? server : `${server}/${tool}`);
  return `- ${subject}: ${escaped([headline, ...remarks].join(' '))}\n${details.map(detailBlock).join('')}`;
}

function bounded(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) {
    if (part === '') continue;
    if (text.length + part.length > LIMIT)
      return `${text}\n_The rest is left out: it is too long for a comment._\n`;
    text += `${part}\n`;
  }
  return text;
}

/** Text that Markdown shows as it is: no markup, no mention, no reference, no link. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('#', '&#35;')
    .replaceAll(/[\\`*_{}[\]()+!|~>]/g, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replaceAll(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replaceAll(/^(\s*)([-=])/gm, String.raw`$1\$2`)
    .replaceAll(/^(\s*\d+)\./gm, String.raw`$1\.`);
}

/** A code span, with as many backticks around it as it takes. */
export function code(text: string): string {
  const flat = line(text, 300).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  const space = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${flat}${space}${ticks}`;
}

function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}\n`;
}

const indented = (text: string) => `\n${text.replaceAll(/^(?=.)/gm, '  ')}\n`;
