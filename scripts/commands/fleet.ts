import { Command, InvalidArgumentError, Option } from 'commander';
import type { Listing } from '../../catalogue/records.ts';
import { openCatalogue, explainStoreError, newRunKey } from '../../catalogue/store/index.ts';
import { crawlServer } from '../../crawler/crawl.ts';
import { collect } from '../../crawler/fleet/collect.ts';
import type { FleetCounts, FleetQueue } from '../../crawler/fleet/queue.ts';
import { work } from '../../crawler/fleet/work.ts';
import { readOptOut } from '../../crawler/listings/opt-out.ts';
import { readListings } from '../../crawler/listings/listing-lines.ts';
import { EXIT, UserError } from '../errors.ts';
import { version } from '../package.ts';
import { chosenListings } from './crawl-choice.ts';
import {
  cacheOption,
  cacheSizeOption,
  packaged,
  positiveInteger,
  sandboxOption,
  timeoutOption,
  usable,
  warnAbout,
  type CrawlSettings,
} from './crawl-options.ts';
import { resultLine } from './crawl-progress.ts';
import { interruption } from './interrupt.ts';

interface Connected {
  database?: string;
  json?: true;
}

const EXAMPLES = `
Examples:
  export TOOLRISK_DATABASE=postgresql://crawler@db.example/fleet
  toolrisk fleet enqueue --all          once, from anywhere
  toolrisk fleet work --concurrency 8   on every machine that helps
  toolrisk fleet collect --follow       on one machine: folds what comes into the catalogue
  toolrisk fleet status

The connection string is all the setup. Workers hold no secrets: a server's credentials never travel.
`;

/** `toolrisk fleet`: the same crawl over many machines, by a queue on PostgreSQL. */
export function fleetCommand(): Command {
  const command = new Command('fleet')
    .description('Crawl over many machines, which take servers from a queue on PostgreSQL.')
    .addHelpText('after', EXAMPLES);
  for (const sub of [enqueueCommand(), workCommand(), collectCommand(), statusCommand()])
    command.addCommand(sub);
  return command;
}

/** The end of a subcommand's help. */
const examples = (...lines: string[]) => `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`;

const databaseOption = () =>
  new Option('--database <connection>', 'the PostgreSQL database').env('TOOLRISK_DATABASE');

const listingsOption = () =>
  new Option(
    '--listings <path>',
    'the listed servers: a folder of YAML files, or a file of `toolrisk import`',
  ).default(packaged('data/servers'));

function enqueueCommand(): Command {
  return new Command('enqueue')
    .description(
      'Put the listed servers into the queue. Those that wait or are under way are not put in again.',
    )
    .addOption(databaseOption())
    .addOption(listingsOption())
    .option('--server <id...>', 'only these servers')
    .option('--all', 'also the servers of the extended tier')
    .addOption(
      new Option(
        '--lease <seconds>',
        'a worker that was not heard of for so long has lost its servers to the others',
      )
        .argParser(leaseSeconds)
        .default(30),
    )
    .option('--json', 'print what was put in as JSON')
    .addHelpText(
      'after',
      examples(
        'toolrisk fleet enqueue --all',
        'toolrisk fleet enqueue --listings data/listings/registry.jsonl',
      ),
    )
    .action(enqueue);
}

async function enqueue(
  options: Connected & { listings: string; server?: string[]; all?: true; lease: number },
): Promise<void> {
  const known = usable(() => readListings(options.listings));
  const chosen = chosenListings({ ...options, cache: '', concurrency: 1 }, known);
  const run = { key: newRunKey(), startedAt: new Date().toISOString(), toolriskVersion: version() };
  const added = await onQueue(options, (queue) =>
    queue.add(
      chosen.map((listing) => ({ run, listing })),
      options.lease,
    ),
  );
  const waiting = chosen.length - added;
  const also = waiting === 0 ? '' : ` ${waiting} of ${chosen.length} were in it already.`;
  print(
    options,
    { run: run.key, added, already: waiting },
    `Put ${added} ${added === 1 ? 'server' : 'servers'} into the queue.${also}`,
  );
}

function leaseSeconds(text: string): number {
  const seconds = positiveInteger(text);
  if (seconds < 10) throw new InvalidArgumentError('It must be 10 or more.');
  return seconds;
}

function workCommand(): Command {
  return new Command('work')
    .description(
      'Take servers from the queue and crawl them, until Ctrl-C or, with --drain, until none is left.',
    )
    .addOption(databaseOption())
    .option('--drain', 'end when nothing waits and nothing is under way')
    .option('--remote', 'ask remote servers too')
    .option('--allow-private', 'permit remote servers at private, loopback and link-local addresses')
    .addOption(new Option('--concurrency <n>', 'servers at a time').argParser(positiveInteger).default(4))
    .addOption(timeoutOption())
    .addOption(sandboxOption())
    .addOption(cacheOption())
    .addOption(cacheSizeOption())
    .option('--json', 'print what was done as JSON')
    .addHelpText(
      'after',
      examples('toolrisk fleet work --concurrency 8', 'toolrisk fleet work --drain --remote'),
    )
    .action(runWorker);
}

async function runWorker(
  options: Connected &
    CrawlSettings & { concurrency: number; drain?: true; remote?: true; allowPrivate?: true },
): Promise<void> {
  warnAbout(options.sandbox);
  const optOut = usable(() => readOptOut(packaged('data/opt-out.yaml')));
  const { signal, release } = interruption('servers under way are given back to the queue', say);
  const crawl = (listing: Listing) =>
    crawlServer(listing, {
      cache: options.cache,
      cacheBytes: options.cacheSize,
      sandbox: options.sandbox,
      timeoutMs: options.timeout * 1000,
      remote: options.remote === true,
      allowPrivate: options.allowPrivate === true,
      clientInfo: { name: 'toolrisk', version: version() },
      optOut,
      signal,
    });
  const on = {
    finished: (observation: Parameters<typeof resultLine>[0]) => console.error(resultLine(observation)),
  };
  const { concurrency, drain = false } = options;
  const finished = await onQueue(options, (queue) => work(queue, { concurrency, crawl, drain, signal, on }));
  release();
  print(options, { finished }, `Crawled ${finished} servers.`);
  if (signal.aborted)
    throw new UserError('Stopped; what was under way is back in the queue.', EXIT.interrupted);
}

function collectCommand(): Command {
  return new Command('collect')
    .description('Store what the workers observed in the catalogue, each observation once.')
    .addOption(databaseOption())
    .option('--follow', 'go on until nothing waits and nothing is under way')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--json', 'print what was stored as JSON')
    .addHelpText('after', examples('toolrisk fleet collect --follow', 'toolrisk fleet collect --db all.db'))
    .action(runCollector);
}

async function runCollector(options: Connected & { follow?: true; db: string }): Promise<void> {
  const { signal, release } = interruption('what is stored stays stored', say);
  const db = openCatalogue(options.db);
  try {
    const { follow = false } = options;
    const on = { stored: (total: number) => showTotal(total) };
    const result = await onQueue(options, (queue) =>
      collect(queue, db, { follow, signal, now: () => new Date(), on }),
    );
    showTotal(undefined);
    const more = result.complete ? 'The queue is empty.' : 'There is more to come.';
    const lost =
      result.lost === 0 ? '' : ` ${result.lost} of them were given up, for their workers were lost.`;
    print(options, { ...result }, `Stored ${result.stored} observations.${lost} ${more}`);
    if (signal.aborted) throw new UserError('Stopped; run it again to go on.', EXIT.interrupted);
  } catch (error) {
    throw explainStoreError(error, options.db);
  } finally {
    release();
    db.close();
  }
}

function showTotal(total: number | undefined): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(total === undefined ? '\r\u001b[K' : `\r${total} observations stored`);
}

function statusCommand(): Command {
  return new Command('status')
    .description('Say how many servers wait, are under way, and wait to be stored.')
    .addOption(databaseOption())
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples('toolrisk fleet status', 'toolrisk fleet status --json | jq .waiting'))
    .action(async (options: Connected) => {
      const counts = await onQueue(options, (queue) => queue.counts());
      print(options, { ...counts }, statusText(counts));
    });
}

function statusText({ waiting, underWay, toStore, lost }: FleetCounts): string {
  return [
    `${waiting} waiting, ${underWay} under way, ${toStore} crawled and not yet stored`,
    ...(lost > 0 ? [`${lost} given up: \`toolrisk fleet collect\` records them as interrupted`] : []),
  ].join('\n');
}

/** Does something with the queue and closes it. @throws UserError when the database cannot be used */
async function onQueue<T>({ database }: Connected, use: (queue: FleetQueue) => Promise<T>): Promise<T> {
  if (database === undefined || !/^postgres(?:ql)?:\/\//.test(database))
    throw new UserError('Name the database: --database postgresql://… or the variable TOOLRISK_DATABASE.');
  const { openQueue } = await import('../../crawler/fleet/queue.ts');
  const queue = await openQueue(database).catch((error: unknown) => {
    throw new UserError(`The database cannot be used: ${withoutPassword(reason(error), database)}.`);
  });
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}

function reason(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message || String(first) : String(first);
}

/** An error of the driver's may quote the connection string. */
function withoutPassword(text: string, connection: string): string {
  const password = URL.canParse(connection) ? new URL(connection).password : '';
  return password === ''
    ? text
    : text.replaceAll(password, '…').replaceAll(decodeURIComponent(password), '…');
}

function print({ json }: Connected, record: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(record, null, 2)}\n` : `${text}\n`);
}

function say(text: string): void {
  console.error(`toolrisk: ${text}`);
}
