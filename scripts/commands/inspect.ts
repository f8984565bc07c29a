import { Command } from 'commander';
import type { Classification, Listing, Observation, ToolDefinition } from '../../catalogue/records.ts';
import { carriesList, RISK_LEVELS, rank } from '../../catalogue/vocabulary.ts';
import { classify } from '../../classifier/index.ts';
import { crawlServers } from '../../crawler/crawl.ts';
import { listingOfTarget } from '../../crawler/listings/target.ts';
import { sanitise } from '../../crawler/session/text.ts';
import { EXIT, UserError } from '../errors.ts';
import { interruption } from './interrupt.ts';
import { version } from '../package.ts';
import { outputRow } from './classify-rows.ts';
import {
  cacheOption,
  cacheSizeOption,
  sandboxOption,
  timeoutOption,
  usable,
  warnAbout,
  type CrawlSettings,
} from './crawl-options.ts';
import { progressOn } from './crawl-progress.ts';
import { textTable } from './table.ts';

interface Options extends CrawlSettings {
  allowPrivate?: true;
}

interface Judged {
  definition: ToolDefinition;
  classification: Classification;
}

const EXAMPLES = `
Examples:
  toolrisk inspect npm:@modelcontextprotocol/server-memory
  toolrisk inspect npm:@modelcontextprotocol/server-filesystem -- '{workspace}'
  toolrisk inspect https://mcp.example.com/mcp
  toolrisk inspect -- node ./my-server.js
`;

/** `toolrisk inspect`: crawls and classifies one server that need not be listed. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('Start or ask one server, and show what its tools can do, riskiest first.')
    .usage('[options] (npm:PACKAGE[@VERSION] [-- ARGUMENT...] | URL | -- COMMAND [ARGUMENT...])')
    .argument('[words...]', 'a package, a URL, or after -- a command')
    .addOption(timeoutOption())
    .addOption(sandboxOption())
    .addOption(cacheOption())
    .addOption(cacheSizeOption())
    .option('--allow-private', 'permit a URL at a private, loopback or link-local address')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (words: string[], options: Options, command: Command) => {
      refuseBareName(words, command);
      const listing = usable(() => listingOf(words));
      const observation = await observe(listing, options);
      const judged = observation.tools.map(({ definition }) => ({
        definition,
        classification: classify(definition),
      }));
      process.stdout.write(
        options.json
          ? `${JSON.stringify(resultOf(listing, observation, judged), null, 2)}\n`
          : reportOf(listing, observation, judged),
      );
      if (!carriesList(observation.outcome)) process.exitCode = EXIT.noList;
    });
}

/** A package or URL is told from a command by its form, for commander drops the `--` between them. */
const isTarget = (word: string | undefined) =>
  word !== undefined && /^(?:npm|pypi|github|https?):/i.test(word);

/** Nothing is run that may have been meant as a package's name. @throws UserError */
function refuseBareName([first]: readonly string[], command: Command): void {
  if (first === undefined || isTarget(first) || command.parent?.args.includes('--') === true) return;
  throw new UserError(
    `${JSON.stringify(first)} is neither a package nor a URL: write npm:${first} for the package, or -- ${first} for a command of this machine.`,
  );
}

function listingOf(words: readonly string[]): Listing {
  const [first, ...rest] = words;
  return isTarget(first) ? listingOfTarget(first, rest) : listingOfTarget(undefined, words);
}

async function observe(listing: Listing, options: Options): Promise<Observation> {
  warnAbout(options.sandbox);
  const progress = progressOn(process.stderr);
  const { signal, release } = interruption('the servers under way are being ended', progress.say);
  let observation: Observation | undefined;
  const settings = {
    cache: options.cache,
    cacheBytes: options.cacheSize,
    sandbox: options.sandbox,
    timeoutMs: options.timeout * 1000,
    remote: true,
    allowPrivate: options.allowPrivate === true,
    clientInfo: { name: 'toolrisk', version: version() },
    signal,
  };
  try {
    await crawlServers([listing], settings, {
      ...(process.stderr.isTTY ? { started: progress.started, progress: progress.progress } : {}),
      finished: (found) => void (observation = found),
    });
  } finally {
    progress.end();
    release();
  }
  if (signal.aborted || observation === undefined)
    throw new UserError('The inspection was stopped.', EXIT.interrupted);
  return observation;
}

/** The JSON contract of `inspect --json`: a classification row for each tool, with what it was made from. */
function resultOf(listing: Listing, observation: Observation, judged: readonly Judged[]) {
  return {
    server: listing.name,
    outcome: observation.outcome,
    detail: observation.detail,
    package: observation.package,
    serverInfo: observation.serverInfo,
    protocolVersion: observation.protocolVersion,
    tools: judged.map(({ definition, classification }) => ({
      ...outputRow({ server: listing.name, definition, source: {} }, classification),
      description: definition.description,
      inputSchema: definition.inputSchema,
    })),
    quarantined: observation.quarantined.map(({ name, reason }) => ({ name, reason })),
  };
}

/** What a person reads: one line a tool, riskiest first, and why. All of a server's own words are sanitised. */
function reportOf(listing: Listing, observation: Observation, judged: readonly Judged[]): string {
  const { package: installed, quarantined, outcome, detail } = observation;
  const name = installed === undefined ? listing.name : `${installed.name}@${installed.version}`;
  const sorted = [...judged].sort(
    (a, b) =>
      rank(RISK_LEVELS, b.classification.riskLevel) - rank(RISK_LEVELS, a.classification.riskLevel) ||
      (a.definition.name < b.definition.name ? -1 : 1),
  );
  const rows = sorted.map(({ definition, classification }) => [
    classification.riskLevel,
    classification.category,
    sanitise(definition.name),
    firstSentence(sanitise(classification.rationale)),
  ]);
  const table = rows.length === 0 ? '' : `\n${textTable(['risk', 'category', 'tool', 'why'], rows)}`;
  const left = quarantined.map(
    (tool) => `left out ${sanitise(tool.name ?? 'a tool')}: ${sanitise(tool.reason)}\n`,
  );
  return `${sanitise(name)}: ${outcome}. ${detail}\n${table}${left.length > 0 ? '\n' : ''}${left.join('')}`;
}

const firstSentence = (text: string) => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0].replaceAll(/\s+/g, ' ') ?? text;
