import { Command } from 'commander';
import { EXIT } from '../errors.ts';
import { version } from '../package.ts';
import { automatic, runChecks, type Check } from './doctor-checks.ts';

const EXAMPLES = `
Examples:
  toolrisk doctor
  toolrisk doctor --json | jq '.checks[] | select(.state == "fails")'

Exit status: 0 when servers can be crawled here, 5 when they cannot.
`;

/** `toolrisk doctor`: what works on this machine, and what to do about what does not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Say which sandboxes work on this machine, what else a crawl needs, and what to do about it.',
    )
    .option('--json', 'print every check as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json }: { json?: true }) => {
      const checks = await runChecks();
      const sandbox = automatic(checks);
      const ready = sandbox !== undefined && !checks.some(isVital);
      const report = { toolrisk: version(), ready, sandbox: sandbox ?? null, checks };
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : textOf(checks, sandbox, ready));
      if (!ready) process.exitCode = EXIT.found;
    });
}

/** Whether this alone keeps servers from being crawled. */
const isVital = ({ group, state }: Check): boolean => group === 'program' && state === 'fails';

const GROUPS: Record<Check['group'], string> = {
  sandbox: 'Sandboxes',
  machine: 'Machine',
  program: 'Programs',
};
const STATES: Record<Check['state'], string> = { works: 'works', partly: 'partly', fails: 'no' };

function textOf(checks: readonly Check[], sandbox: string | undefined, ready: boolean): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = Object.entries(GROUPS).flatMap(([group, title]) => [
    title,
    ...checks.filter((check) => check.group === group).flatMap((check) => linesOf(check, width)),
    '',
  ]);
  const verdict = ready
    ? `Servers can be crawled here, in ${sandbox}.`
    : 'Servers cannot be crawled here yet: see what stands above after an arrow.';
  return `${[...lines, verdict].join('\n')}\n`;
}

function linesOf({ name, state, found, todo }: Check, width: number): string[] {
  const line = `  ${STATES[state].padEnd(6)}  ${name.padEnd(width)}  ${found}`;
  return todo === undefined ? [line] : [line, `${' '.repeat(12 + width)}→ ${todo}`];
}
