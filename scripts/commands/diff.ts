import { Command, InvalidArgumentError, Option } from 'commander';
import { CHANGE_FORMATS, CHANGE_TEXT, type ChangeFormat } from '../../report/changes.ts';
import { changeWords } from '../../report/words.ts';
import { EXIT, UserError } from '../errors.ts';
import { differencesBetween, lostBetween, type Loss } from '../scan/states.ts';
import { openOutput } from './output.ts';

interface Options {
  format: ChangeFormat;
  output: string;
  failOn?: 'change' | 'risk';
  maxLost?: number;
  json?: true;
}

const EXAMPLES = `
A lock and a catalogue are compared for the lock's servers; of two catalogues, the last good list of each server.

Examples:
  toolrisk diff yesterday.db data/catalogue.db --format markdown
  toolrisk diff data/catalogue.db@12 data/catalogue.db@13
  toolrisk diff old.lock.json toolrisk.lock.json --fail-on risk
  toolrisk diff toolrisk.lock.json data/catalogue.db
  toolrisk diff yesterday.db data/catalogue.db --max-lost 10
`;

/** `toolrisk diff`: what differs between two states of servers, in words. */
export function diffCommand(): Command {
  return new Command('diff')
    .description(
      'Say what changed between two catalogues, two locks, a lock and a catalogue, or two runs of one catalogue.',
    )
    .argument('<before>', 'a lock, a catalogue, or a run as CATALOGUE@RUN')
    .argument('<after>', 'the same')
    .addOption(new Option('--format <format>', 'how to report').choices([...CHANGE_FORMATS]).default('text'))
    .option('--output <file>', 'write the report to a file', '-')
    .addOption(
      new Option('--fail-on <what>', 'exit with 5 on any change, or on one that raises the risk').choices([
        'change',
        'risk',
      ]),
    )
    .addOption(
      new Option(
        '--max-lost <percent>',
        'exit with 5 where more of the servers that listed tools list none now',
      ).argParser(percentage),
    )
    .option('--json', 'the same as --format json')
    .addHelpText('after', EXAMPLES)
    .action(async (before: string, after: string, options: Options) => {
      const report = differencesBetween(before, after);
      const loss = options.maxLost === undefined ? undefined : lostBetween(before, after);
      const output = await openOutput(options.output);
      try {
        await output.write(CHANGE_TEXT[options.json ? 'json' : options.format](report));
        await output.finish();
      } catch (error) {
        await output.abandon();
        throw error;
      }
      const raising = report.changes.some(({ change }) => changeWords(change).raisesRisk);
      const fails = { change: report.changes.length > 0, risk: raising };
      if (options.failOn !== undefined && fails[options.failOn]) process.exitCode = EXIT.found;
      if (loss !== undefined) guard(loss, options.maxLost!);
    });
}

function percentage(text: string): number {
  const value = Number(text.replace(/%$/, ''));
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return value;
}

/** A crawl that loses many servers at once is more often broken than right. @throws UserError when too many are lost */
function guard({ listed, lost }: Loss, most: number): void {
  const share = listed === 0 ? 0 : (100 * lost.length) / listed;
  if (share <= most) return;
  throw new UserError(
    `${lost.length} of ${listed} servers that listed their tools list none now (${share.toFixed(1)} %, and ${most} % are allowed): look at the crawl before anything of it is published; among them ${lost.slice(0, 5).join(', ')}.`,
    EXIT.found,
  );
}
