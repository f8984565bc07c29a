import { Command, Option } from 'commander';
import type { Listing, Observation } from '../../catalogue/records.ts';
import {
  explainStoreError,
  finishRun,
  openCatalogue,
  recordListing,
  recordListings,
  recordObservation,
  startRun,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { crawlServers } from '../../crawler/crawl.ts';
import { readDeclared } from '../../crawler/listings/declared.ts';
import { readOptOut } from '../../crawler/listings/opt-out.ts';
import { readListings } from '../../crawler/listings/listing-lines.ts';
import { EXIT, UserError } from '../errors.ts';
import { interruption } from './interrupt.ts';
import { version } from '../package.ts';
import {
  cacheOption,
  packaged,
  positiveInteger,
  sandboxOption,
  timeoutOption,
  usable,
  warnAbout,
  type CrawlSettings,
} from './crawl-options.ts';
import { progressOn, secondsOf, type Progress } from './crawl-progress.ts';
import { textTable } from './table.ts';

interface Options extends CrawlSettings {
  server?: string[];
  all?: true;
  declared?: string;
  remote?: true;
  concurrency: number;
  listings: string;
  db: string;
}

const EXAMPLES = `
Examples:
  toolrisk crawl
  toolrisk crawl --server filesystem memory
  toolrisk crawl --all --concurrency 8 --timeout 60
  toolrisk crawl --declared tools.json --server venv
`;

/** `toolrisk crawl`: lists the tools of listed servers into the catalogue. */
export function crawlCommand(): Command {
  return new Command('crawl')
    .description('Crawl the listed servers: start each in a sandbox, list its tools, and store what it says.')
    .option('--server <id...>', 'only these servers')
    .option('--all', 'also the servers of the extended tier')
    .option('--declared <file>', 'take the tools of the one --server from a saved list instead of running it')
    .option('--remote', 'ask remote servers too')
    .addOption(new Option('--concurrency <n>', 'servers at a time').argParser(positiveInteger).default(4))
    .addOption(timeoutOption())
    .addOption(sandboxOption())
    .addOption(cacheOption())
    .option(
      '--listings <path>',
      'the listed servers: a folder of YAML files, or a file of `toolrisk import`',
      packaged('data/servers'),
    )
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--json', 'print what became of each server as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const known = usable(() => readListings(options.listings));
      const observations = await crawlInto(options, known, chosenListings(options, known));
      process.stdout.write(options.json ? jsonOf(observations) : tableOf(observations));
      explainNothing(observations);
    });
}

/** The listings that the options name; unknown ids are the user's mistake. */
function chosenListings(
  { listings: folder, server, all, declared }: Options,
  listings: Listing[],
): Listing[] {
  if (declared !== undefined && server?.length !== 1)
    throw new UserError('--declared wants exactly one --server, whose tools the file lists.');
  if (server === undefined) {
    const chosen = listings.filter(({ tier }) => all === true || tier === 'core');
    if (chosen.length === 0) throw new UserError(`No server is listed in ${folder}.`);
    return chosen;
  }
  return [...new Set(server)].map((id) => {
    const listing = listings.find((each) => each.id === id);
    if (listing === undefined)
      throw new UserError(
        `No server ${JSON.stringify(id)} is listed; a server's id is its file's base name in ${folder}.`,
      );
    return listing;
  });
}

async function crawlInto(
  options: Options,
  known: readonly Listing[],
  listings: readonly Listing[],
): Promise<Observation[]> {
  const [first] = listings;
  const declared =
    options.declared === undefined || first === undefined
      ? undefined
      : usable(() => readDeclared(options.declared as string, first));
  warnAbout(options.sandbox);
  const progress = progressOn(process.stderr);
  const { signal, release } = interruption('the servers under way are being ended', progress.say);
  const db = openCatalogue(options.db);
  try {
    const store = storeIn(db, progress);
    // A listed server has its page, crawled or not; a crawl of a few by name adds no others.
    if (options.server === undefined) recordListings(db, known, new Date().toISOString());
    let stopped = false;
    try {
      if (declared !== undefined && first !== undefined) await store.declare(first, declared);
      else await crawlServers(listings, crawlerOptions(options, signal), store.events);
      stopped = signal.aborted;
    } finally {
      progress.end();
      store.finish(stopped || store.isUnfinished(listings.length));
    }
    if (stopped)
      throw new UserError('The crawl was stopped; what was finished is in the catalogue.', EXIT.interrupted);
    return store.observations;
  } catch (error) {
    throw explainStoreError(error, options.db);
  } finally {
    release();
    db.close();
  }
}

function crawlerOptions(options: Options, signal: AbortSignal) {
  return {
    cache: options.cache,
    sandbox: options.sandbox,
    timeoutMs: options.timeout * 1000,
    concurrency: options.concurrency,
    remote: options.remote === true,
    optOut: usable(() => readOptOut(packaged('data/opt-out.yaml'))),
    clientInfo: { name: 'toolrisk', version: version() },
    signal,
  };
}

/** A run in the catalogue, and what it stores as the crawl goes on. */
function storeIn(db: Catalogue, progress: Progress) {
  const now = () => new Date().toISOString();
  const runId = startRun(db, { startedAt: now(), toolriskVersion: version() });
  const observations: Observation[] = [];
  const started = (listing: Listing) => {
    recordListing(db, listing, now());
    progress.started(listing);
  };
  const finished = (observation: Observation) => {
    recordObservation(db, runId, observation);
    observations.push(observation);
    progress.finished(observation);
  };
  return {
    observations,
    events: { started, progress: progress.progress, finished },
    declare(listing: Listing, observation: Observation) {
      started(listing);
      finished(observation);
    },
    isUnfinished: (expected: number) => observations.length < expected,
    finish: (interrupted: boolean) =>
      finishRun(db, runId, { status: interrupted ? 'interrupted' : 'finished', finishedAt: now() }),
  };
}

function tableOf(observations: readonly Observation[]): string {
  const rows = [...observations]
    .sort((a, b) => (a.serverId < b.serverId ? -1 : 1))
    .map((observation) => [
      observation.serverId,
      observation.outcome,
      observation.tools.length,
      observation.package?.version ?? observation.serverInfo?.version ?? '',
      secondsOf(observation).toFixed(1),
    ]);
  const tools = observations.reduce((sum, observation) => sum + observation.tools.length, 0);
  const listed = observations.filter(({ outcome }) => outcome.startsWith('listed') || outcome === 'declared');
  return (
    `\n${textTable(['server', 'outcome', 'tools', 'version', 'seconds'], rows)}` +
    `\n${listed.length} of ${count(observations.length, 'server')} listed ${count(tools, 'tool')}.\n`
  );
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function jsonOf(observations: readonly Observation[]): string {
  const servers = observations.map((observation) => ({
    server: observation.serverId,
    outcome: observation.outcome,
    detail: observation.detail,
    tools: observation.tools.length,
    quarantined: observation.quarantined.length,
    package: observation.package,
    credentialStep: observation.launch.credentialStep,
    seconds: secondsOf(observation),
  }));
  return `${JSON.stringify({ servers }, null, 2)}\n`;
}

/** Where every server ended alike for want of a network or a sandbox, that is what the user has to mend. */
function explainNothing(observations: readonly Observation[]): void {
  const all = (outcome: Outcome) =>
    observations.length > 0 && observations.every((observation) => observation.outcome === outcome);
  if (all('unreachable')) {
    throw new UserError(
      'No package registry could be reached: check the network and the registry that npm is configured for, and crawl again.',
    );
  }
  if (all('refused-by-policy')) {
    throw new UserError(
      'No sandbox works here, so no server was run: `npm run setup` in a checkout, or `apt-get install bubblewrap`, brings one.',
    );
  }
}
