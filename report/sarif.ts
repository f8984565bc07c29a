/** A scan as SARIF 2.1.0 (OASIS Standard, 2020), so that code hosts show findings at the lines that bring servers in. */
import { line } from './words.ts';
import { RULE_MEANING } from './rules.ts';
import { SCAN_RULES, type FieldWords, type Place, type ScanFinding, type ScanReport } from './scan-record.ts';

/** The SARIF log as JSON text. */
export function sarifText(report: ScanReport): string {
  return `${JSON.stringify(sarifLog(report), null, 2)}\n`;
}

function sarifLog(report: ScanReport): object {
  const results = report.findings.map((finding) => resultOf(finding, report.files[0]?.file ?? '.mcp.json'));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Toolrisk',
            semanticVersion: report.toolriskVersion,
            rules: SCAN_RULES.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function ruleOf(id: (typeof SCAN_RULES)[number]): object {
  const { title, help, level, severity } = RULE_MEANING[id];
  const name = id.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    id,
    name,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: help },
    help: { text: help, markdown: help },
    defaultConfiguration: { level },
    properties: {
      tags: ['security', 'mcp'],
      ...(severity === undefined ? {} : { 'security-severity': severity }),
    },
  };
}

function resultOf(finding: ScanFinding, firstFile: string): object {
  const { rule, server, tool, message, places, details, fingerprint, accepted } = finding;
  // A finding about the stack, or about what is gone, stands at the head of the configuration.
  const [place = { file: firstFile, client: '', name: '' }, ...others] = places;
  const subject = [server, tool]
    .filter((part) => part !== undefined)
    .map((part) => line(part, 100))
    .join('/');
  const text = [`${subject ? `${subject}: ` : ''}${message}`, ...details.map(detailText)].join('\n');
  return {
    ruleId: rule,
    ruleIndex: SCAN_RULES.indexOf(rule),
    level: RULE_MEANING[rule].level,
    message: { text },
    locations: [locationOf(place)],
    ...(others.length > 0
      ? { relatedLocations: others.map((other, id) => ({ id, ...locationOf(other) })) }
      : {}),
    partialFingerprints: { 'toolriskFinding/v1': fingerprint },
    ...(accepted
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: line(accepted.why) }] }
      : {}),
  };
}

function detailText({ label, before, after }: FieldWords): string {
  return [label, ...(before === null ? [] : [`- ${before}`]), ...(after === null ? [] : [`+ ${after}`])].join(
    '\n',
  );
}

function locationOf({ file, region }: Place) {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      region: region ?? { startLine: 1 },
    },
  };
}
