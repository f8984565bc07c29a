import { Command, Option } from 'commander';
import type { Listing } from '../../catalogue/records.ts';
import {
  explainStoreError,
  openCatalogue,
  recordListings,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import { crawlServers } from '../../crawler/crawl.ts';
import { readDeclared } from '../../crawler/listings/declared.ts';
import { readOptOut } from '../../crawler/listings/opt-out.ts';
import { readListings } from '../../crawler/listings/listing-lines.ts';
import { EXIT, UserError } from '../errors.ts';
import { interruption } from './interrupt.ts';
import { version } from '../package.ts';
import { chosenListings, dueListings, ofShard, type ChoiceOptions } from './crawl-choice.ts';
import {
  cacheOption,
  cacheSizeOption,
  durationOf,
  packaged,
  positiveInteger,
  sandboxOption,
  shardOf,
  timeoutOption,
  usable,
  warnAbout,
  type CrawlSettings,
} from './crawl-options.ts';
import { progressOn, type Progress } from './crawl-progress.ts';
import { explainNothing, jsonOf, NOTHING, textOf, type CrawlReport } from './crawl-report.ts';
import { storeRun } from './crawl-store.ts';

interface Options extends CrawlSettings, ChoiceOptions {
  remote?: true;
  db: string;
}

const EXAMPLES = `
Examples:
  toolrisk crawl
  toolrisk crawl --server filesystem memory
  toolrisk crawl --all --concurrency 8 --timeout 60
  toolrisk crawl --stale 7d --changed
  toolrisk crawl --declared tools.json --server venv
  toolrisk crawl --shard 3/16 --db shard-3.db   (and toolrisk merge puts the shards together)
`;

/** `toolrisk crawl`: lists the tools of listed servers into the catalogue. */
export function crawlCommand(): Command {
  return new Command('crawl')
    .description('Crawl the listed servers: start each in a sandbox, list its tools, and store what it says.')
    .option('--server <id...>', 'only these servers')
    .option('--all', 'also the servers of the extended tier')
    .option(
      '--stale <age>',
      'only servers last crawled longer ago than this, for example 7d or 12h',
      durationOf,
    )
    .option(
      '--changed',
      'only servers listed otherwise, or with another version of their package, than crawled; an image that a tag names is always one',
    )
    .option('--shard <i/n>', 'only the servers of one of n equal parts, the same on every machine', shardOf)
    .option('--declared <file>', 'take the tools of the one --server from a saved list instead of running it')
    .option('--remote', 'ask remote servers too')
    .addOption(new Option('--concurrency <n>', 'servers at a time').argParser(positiveInteger).default(4))
    .addOption(timeoutOption())
    .addOption(sandboxOption())
    .addOption(cacheOption())
    .addOption(cacheSizeOption())
    .option(
      '--listings <path>',
      'the listed servers: a folder of YAML files, or a file of `toolrisk import`',
      packaged('data/servers'),
    )
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--json', 'print what became of each server, and what changed, as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const known = usable(() => readListings(options.listings));
  const chosen = chosenListings(options, known);
  warnAbout(options.sandbox);
  const progress = progressOn(process.stderr);
  const { signal, release } = interruption('the servers under way are being ended', progress.say);
  const db = openCatalogue(options.db);
  try {
    const due = await dueListings(db, options, chosen, signal);
    // A listed server has its page, crawled or not; a crawl of a few by name adds no others.
    const listed = options.server === undefined ? ofShard(known, options.shard) : due;
    if (due.length === 0) return sayNothingDue(db, options, listed, chosen.length);
    const report = await crawlInto(db, { options, listed, due, progress, signal });
    process.stdout.write(options.json ? jsonOf(report) : textOf(report));
    explainNothing(report.results);
  } catch (error) {
    throw explainStoreError(error, options.db);
  } finally {
    progress.end();
    release();
    db.close();
  }
}

function sayNothingDue(db: Catalogue, options: Options, listed: readonly Listing[], chosen: number): void {
  recordListings(db, listed, new Date().toISOString());
  const what = chosen === 0 ? 'No server falls into this shard' : `None of ${chosen} servers is due`;
  process.stdout.write(options.json ? jsonOf(NOTHING) : `${what}; nothing was crawled.\n`);
}

interface Crawl {
  options: Options;
  /** The servers that the catalogue shows. */
  listed: readonly Listing[];
  /** Those of them that are crawled now. */
  due: readonly Listing[];
  progress: Progress;
  signal: AbortSignal;
}

async function crawlInto(
  db: Catalogue,
  { options, listed, due, progress, signal }: Crawl,
): Promise<CrawlReport> {
  const [first] = due;
  const declared =
    options.declared === undefined || first === undefined
      ? undefined
      : usable(() => readDeclared(options.declared as string, first));
  const run = storeRun(db, listed);
  const finished: Progress['finished'] = (observation) => {
    run.add(observation);
    progress.finished(observation);
  };
  let ended = false;
  try {
    if (declared !== undefined) finished(declared);
    else await crawlServers(due, crawlerOptions(options, signal), { ...progress, finished });
    ended = !signal.aborted && run.results.length === due.length;
  } finally {
    progress.end();
    if (!ended) run.finish(true);
  }
  if (!ended)
    throw new UserError('The crawl was stopped; what was finished is in the catalogue.', EXIT.interrupted);
  const summary = run.finish(false);
  return { run: summary, results: run.results, lists: run.lists };
}

function crawlerOptions(options: Options, signal: AbortSignal) {
  return {
    cache: options.cache,
    cacheBytes: options.cacheSize,
    sandbox: options.sandbox,
    timeoutMs: options.timeout * 1000,
    concurrency: options.concurrency,
    remote: options.remote === true,
    optOut: usable(() => readOptOut(packaged('data/opt-out.yaml'))),
    clientInfo: { name: 'toolrisk', version: version() },
    signal,
  };
}
