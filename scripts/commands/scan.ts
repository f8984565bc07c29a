import { Command, InvalidArgumentError, Option } from 'commander';
import { carriesList } from '../../catalogue/vocabulary.ts';
import { SCAN_FORMATS, SCAN_TEXT, type ScanFormat } from '../../report/formats.ts';
import { FAIL_ON, type FailOn, type ScanReport } from '../../report/scan-record.ts';
import { EXIT, UserError } from '../errors.ts';
import { judged, scan, type LockFiles, type ScanResult } from '../scan/index.ts';
import { readLock } from '../scan/lock-files.ts';
import { storeCrawl } from '../scan/store.ts';
import {
  cacheOption,
  cacheSizeOption,
  positiveInteger,
  sandboxOption,
  timeoutOption,
  warnAbout,
  type CrawlSettings,
} from './crawl-options.ts';
import { progressOn } from './crawl-progress.ts';
import { interruption } from './interrupt.ts';
import { openOutput } from './output.ts';
import { repeated } from './policy-tools.ts';
import { checkLockOptions, updatedLock, type LockOptions } from './scan-lock.ts';

interface Options extends CrawlSettings, LockOptions {
  format: ScanFormat;
  output: string;
  report?: string[];
  remote?: true;
  allowPrivate?: true;
  concurrency: number;
  db?: string;
}

const EXAMPLES = `
Without --fail-on and --locked, a scan only reports. With either, a server that cannot be checked fails it too,
unless the lock accepts it so. What the lock has does not fail with --locked: neither its tools as they are, nor its exceptions.

Examples:
  toolrisk scan
  toolrisk scan ~ --format markdown --output stack.md
  toolrisk scan --fail-on critical,poisoning
  toolrisk scan --update-lock
  toolrisk scan --locked --report sarif=toolrisk.sarif --report markdown=summary.md
  toolrisk scan --accept github/delete_file --why "needed by the release job, behind a policy"

Exit status: 0 nothing fails · 5 something was found that --fail-on names · 4 no server gave a list of tools.
`;

/** `toolrisk scan`: the servers of a repository or a home, what they can do, and what changed since it was accepted. */
export function scanCommand(): Command {
  return new Command('scan')
    .description("Check the MCP servers that a repository's or a user's configuration brings in.")
    .argument('[path...]', 'repositories, home folders or configuration files', ['.'])
    .addOption(new Option('--format <format>', 'how to report').choices([...SCAN_FORMATS]).default('table'))
    .option('--output <file>', 'write the report to a file', '-')
    .option('--report <format=file>', 'write another form of the report too; may be repeated', repeated)
    .addOption(
      new Option(
        '--fail-on <what>',
        `fail on these, separated by commas: ${FAIL_ON.join(', ')} (--locked: change)`,
      ).argParser(failOnWords),
    )
    .option('--locked', 'compare with the lock, and fail where something changed')
    .option('--update-lock', 'accept the present state into the lock')
    .option('--accept <server/tool>', 'accept one tool as it is now; may be repeated', repeated)
    .option('--why <reason>', 'why it is accepted')
    .option('--lock <file>', 'the lock', 'toolrisk.lock.json')
    .option('--remote', 'ask remote servers too, with the tokens that the configuration gives them')
    .option('--allow-private', 'permit a remote server at a private, loopback or link-local address')
    .option('--db <file>', 'keep what was observed in this catalogue')
    .addOption(new Option('--concurrency <n>', 'servers at a time').argParser(positiveInteger).default(4))
    .addOption(timeoutOption())
    .addOption(sandboxOption())
    .addOption(cacheOption())
    .addOption(cacheSizeOption())
    .option('--json', 'the same as --format json')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

function failOnWords(text: string, before: FailOn[] = []): FailOn[] {
  const words = text.split(',').map((word) => word.trim());
  const bad = words.find((word) => !(FAIL_ON as readonly string[]).includes(word));
  if (bad !== undefined)
    throw new InvalidArgumentError(`${JSON.stringify(bad)} is none of ${FAIL_ON.join(', ')}.`);
  return [...before, ...(words as FailOn[])];
}

async function run(paths: string[], options: Options): Promise<void> {
  const known = options.locked || options.updateLock || options.accept ? readLock(options.lock) : undefined;
  checkLockOptions(options, known);
  warnAbout(options.sandbox);
  const reports = (options.report ?? []).map(reportWords);
  const failOn = options.failOn ?? (options.locked ? ['change' as const] : []);
  const result = await scanned(paths, options, { failOn, ...(known ? { lock: known } : {}) });
  if (options.db !== undefined) storeCrawl(options.db, result.crawled);
  const report = accepted(options, known, result, failOn);
  await write(report, options);
  for (const { format, file } of reports) await writeText(SCAN_TEXT[format](report), file);
  process.exitCode = exitOf(report);
}

async function scanned(
  paths: string[],
  options: Options,
  against: { failOn: FailOn[]; lock?: LockFiles },
): Promise<ScanResult> {
  const progress = progressOn(process.stderr);
  const { signal, release } = interruption('the servers under way are being ended', progress.say);
  const events = {
    started: progress.started,
    progress: progress.progress,
    finished: progress.finished,
  };
  try {
    const { cache, cacheSize: cacheBytes, sandbox, concurrency, timeout } = options;
    const result = await scan(
      {
        ...{ paths, cache, cacheBytes, sandbox, concurrency, signal, timeoutMs: timeout * 1000, ...against },
        remote: options.remote === true,
        allowPrivate: options.allowPrivate === true,
      },
      process.stderr.isTTY ? events : {},
    );
    if (signal.aborted) throw new UserError('The scan was stopped.', EXIT.interrupted);
    return result;
  } finally {
    progress.end();
    release();
  }
}

/** The report, measured by the lock as it is after what the options accept. */
function accepted(
  options: Options,
  known: LockFiles | undefined,
  { report, stack, crawled }: ScanResult,
  failOn: FailOn[],
): ScanReport {
  if (options.updateLock !== true && options.accept === undefined) return report;
  const say = (text: string) => void process.stderr.write(`toolrisk: ${text}\n`);
  const lock = updatedLock(options, known, { report, stack, crawled }, say);
  return judged(report, stack, { lock, failOn });
}

async function write(report: ScanReport, options: Options): Promise<void> {
  const format = options.json ? 'json' : options.format;
  const isScreen = options.output === '-' && process.stdout.isTTY;
  const screen = {
    color: isScreen && !process.env['NO_COLOR'],
    width: (isScreen && process.stdout.columns) || 160,
  };
  if (format === 'policy')
    for (const { notes } of report.policies) notes.forEach((note) => console.error(`toolrisk: ${note}`));
  await writeText(SCAN_TEXT[format](report, screen), options.output);
}

async function writeText(text: string, file: string): Promise<void> {
  const output = await openOutput(file);
  try {
    await output.write(text);
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  }
}

/** `sarif=toolrisk.sarif` as a form and a file. @throws UserError */
function reportWords(text: string): { format: ScanFormat; file: string } {
  const [name = '', file] = text.split(/=(.*)/s);
  const format = SCAN_FORMATS.find((each) => each === name);
  if (format === undefined || file === undefined || file === '')
    throw new UserError(
      `--report wants FORMAT=FILE with one of ${SCAN_FORMATS.join(', ')}, and ${JSON.stringify(text)} is not that.`,
    );
  return { format, file };
}

function exitOf({ findings, servers }: ScanReport): number {
  if (findings.some(({ fails }) => fails)) return EXIT.found;
  const unchecked = findings.filter(({ rule, accepted }) => rule === 'server-unchecked' && !accepted);
  const nothing = servers.length > 0 && servers.every(({ outcome }) => !carriesList(outcome));
  return nothing && unchecked.length > 0 ? EXIT.noList : EXIT.ok;
}
