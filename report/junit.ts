/** A scan as JUnit XML, in the form that Jenkins and GitLab read: a suite per server, a case per tool. */
import { xml } from './changes.ts';
import { RULE_MEANING } from './rules.ts';
import type { ScanFinding, ScanReport } from './scan-record.ts';
import { placeWords } from './summary.ts';

interface Case {
  name: string;
  file: string | undefined;
  findings: ScanFinding[];
}

/** The XML document. */
export function junitText(report: ScanReport): string {
  const own = (server?: string, tool?: string) =>
    report.findings.filter((finding) => finding.server === server && finding.tool === tool);
  const known = new Map(report.servers.map((server) => [server.id, server]));
  const suites = report.servers.map(({ id, places, tools }): [string, Case[]] => {
    const file = places[0] && placeWords(places[0]);
    const names = new Set([
      ...tools.map(({ definition }) => definition.name),
      ...report.findings.flatMap(({ server, tool }) => (server === id && tool !== undefined ? [tool] : [])),
    ]);
    const cases = [...names].map((name) => ({ name, file, findings: own(id, name) }));
    return [id, [{ name: 'the server', file, findings: own(id) }, ...cases]];
  });
  const gone = report.findings.filter(({ server }) => server !== undefined && !known.has(server));
  const stack: Case = { name: 'the stack', file: undefined, findings: [...own(), ...gone] };
  const all = [...suites, ['stack', [stack]] as [string, Case[]]];
  const cases = all.flatMap(([, each]) => each);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="toolrisk" tests="${cases.length}" failures="${failuresOf(cases)}" errors="0">`,
    ...all.map(([name, each]) => suiteText(name, each)),
    '</testsuites>',
    '',
  ].join('\n');
}

const failuresOf = (cases: readonly Case[]) =>
  cases.filter(({ findings }) => findings.some(({ fails }) => fails)).length;

function suiteText(name: string, cases: readonly Case[]): string {
  return [
    `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${failuresOf(cases)}" errors="0" skipped="0">`,
    ...cases.map((each) => caseText(name, each)),
    '  </testsuite>',
  ].join('\n');
}

function caseText(suite: string, { name, file, findings }: Case): string {
  const where = file === undefined ? '' : ` file="${xml(file)}"`;
  const failing = findings.filter(({ fails }) => fails);
  const others = findings.filter(({ fails }) => !fails);
  const [first] = failing;
  const failure =
    first &&
    `      <failure type="${first.rule}" message="${xml(RULE_MEANING[first.rule].title)}">${xml(failing.map(textOf).join('\n\n'))}</failure>`;
  const rest =
    others.length > 0 ? `      <system-out>${xml(others.map(textOf).join('\n\n'))}</system-out>` : undefined;
  const inner = [failure, rest].filter((part) => part !== undefined);
  const head = `    <testcase name="${xml(name)}" classname="${xml(suite)}"${where}`;
  return inner.length === 0 ? `${head}/>` : [`${head}>`, ...inner, '    </testcase>'].join('\n');
}

function textOf({ message, details, accepted }: ScanFinding): string {
  const sides = details.flatMap(({ label, before, after }) => [
    label,
    ...(before === null ? [] : [`- ${before}`]),
    ...(after === null ? [] : [`+ ${after}`]),
  ]);
  return [message, ...sides, ...(accepted ? [`Accepted: ${accepted.why}`] : [])].join('\n');
}
