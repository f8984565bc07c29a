import { Command } from 'commander';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Listing } from '../../catalogue/records.ts';
import { readBundle } from '../../crawler/listings/bundle.ts';
import { readClientConfig } from '../../crawler/listings/client-config.ts';
import { ListingError } from '../../crawler/listings/error.ts';
import { merged } from '../../crawler/listings/identity.ts';
import { linesOf, writeListings } from '../../crawler/listings/listing-lines.ts';
import { listingsOfEntries, readEntries } from '../../crawler/listings/registry-copy.ts';
import { importRegistry, OFFICIAL_REGISTRY } from '../../crawler/listings/registry.ts';
import { sanitise } from '../../crawler/session/text.ts';
import { EXIT, UserError } from '../errors.ts';
import { version } from '../package.ts';
import { interruption } from './interrupt.ts';

interface Options {
  output: string;
  json?: true;
}

interface RegistryOptions extends Options {
  registry: string;
  copy: string;
  full?: true;
}

interface BundleOptions extends Options {
  sha256?: string;
}

/** What an import gave, as `--json` prints it. */
interface Result {
  listings: Listing[];
  /** Servers that could not be taken. */
  left?: { name: string; reason: string }[];
  [more: string]: unknown;
}

const EXAMPLES = `
Examples:
  toolrisk import client ~/.cursor/mcp.json .vscode/mcp.json && toolrisk crawl --listings data/listings/client.jsonl
  toolrisk import registry && toolrisk crawl --listings data/listings/registry.jsonl --remote
  toolrisk import mcpb ./server.mcpb --output -
`;

/** `toolrisk import`: listings from elsewhere, into a file that `crawl --listings` reads. */
export function importCommand(): Command {
  return new Command('import')
    .description('Turn what lists servers elsewhere into listings that `crawl --listings` reads.')
    .addCommand(registryCommand())
    .addCommand(clientCommand())
    .addCommand(bundleCommand())
    .addHelpText('after', EXAMPLES);
}

const withOutput = (command: Command, kind: string) =>
  command
    .option(
      '--output <file>',
      'the listings, one as JSON a line; - for standard output',
      `data/listings/${kind}.jsonl`,
    )
    .option('--json', 'print what came of it as JSON');

function registryCommand(): Command {
  return withOutput(new Command('registry'), 'registry')
    .description('Import the MCP registry, what changed since the last time, and keep a copy of it.')
    .option('--registry <url>', 'another registry with the same API', OFFICIAL_REGISTRY)
    .option('--copy <folder>', 'our own copy: entries.jsonl and state.json', 'data/registry')
    .option('--full', 'ask for every entry again')
    .addHelpText(
      'after',
      '\nExamples:\n  toolrisk import registry\n  toolrisk import registry --full --registry https://registry.example.com\n',
    )
    .action((options: RegistryOptions) =>
      explained(async () => {
        if (!/^https?:\/\//.test(options.registry) || !URL.canParse(options.registry))
          throw new UserError(`${options.registry} is not the address of a registry.`);
        const say = (text: string) => void process.stderr.write(`${text}\n`);
        const { signal, release } = interruption(
          'what has come is kept; the next import goes on from there',
          say,
        );
        try {
          const imported = await importRegistry({
            registry: options.registry,
            folder: options.copy,
            userAgent: `toolrisk/${version()}`,
            full: options.full === true,
            signal,
            onPage: (entries) => {
              if (process.stderr.isTTY) process.stderr.write(`\r${entries} entries`);
            },
          });
          if (process.stderr.isTTY) process.stderr.write('\n');
          const entries = await readEntries(options.copy);
          finish(
            { listings: listingsOfEntries(entries), copy: options.copy, known: entries.length, ...imported },
            options,
          );
        } catch (error) {
          if (signal.aborted)
            throw new UserError('The import was stopped; what has come is kept.', EXIT.interrupted);
          throw error;
        } finally {
          release();
        }
      }),
    );
}

function clientCommand(): Command {
  return withOutput(new Command('client'), 'client')
    .description("Import the servers of a client's own configuration, without the credentials in it.")
    .argument('<files...>', 'mcp.json, claude_desktop_config.json, settings.json, config.toml, config.yaml …')
    .addHelpText(
      'after',
      '\nExamples:\n  toolrisk import client .mcp.json\n  toolrisk import client ~/.codex/config.toml ~/.gemini/settings.json --json\n',
    )
    .action((files: string[], options: Options) =>
      explained(() => {
        const all = files.map(readClientConfig);
        finish(
          {
            listings: merged(all.flatMap(({ listings }) => listings)),
            left: all.flatMap(({ left }) => left),
          },
          options,
        );
        return Promise.resolve();
      }),
    );
}

function bundleCommand(): Command {
  return withOutput(new Command('mcpb'), 'mcpb')
    .description('Import MCP bundles (.mcpb, .dxt) on this machine.')
    .argument('<files...>', 'the bundles')
    .option('--sha256 <digest>', 'the digest that the one bundle must have')
    .addHelpText('after', '\nExamples:\n  toolrisk import mcpb ./server.mcpb\n')
    .action((files: string[], options: BundleOptions) =>
      explained(async () => {
        if (options.sha256 !== undefined && files.length > 1)
          throw new UserError('--sha256 is for one bundle.');
        const listings: Listing[] = [];
        for (const file of files) listings.push(await readBundle(file, options.sha256?.toLowerCase()));
        finish({ listings: merged(listings) }, options);
      }),
    );
}

async function explained(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ListingError) throw new UserError(`${error.message}.`);
    throw error;
  }
}

/** Writes the listings, and says what a person, or a program, wants to know. */
function finish({ listings, left = [], ...more }: Result, { output, json }: Options): void {
  for (const { name, reason } of left) console.error(`toolrisk: left out ${sanitise(name)}: ${reason}.`);
  if (output === '-') return void process.stdout.write(linesOf(listings));
  try {
    mkdirSync(dirname(output), { recursive: true });
    writeListings(output, listings);
  } catch (error) {
    throw new UserError(
      `${output} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const servers = `${listings.length} server${listings.length === 1 ? '' : 's'}`;
  process.stdout.write(
    json
      ? `${JSON.stringify({ output, servers: listings.length, left, ...more, listings }, null, 2)}\n`
      : `${servers} in ${output}. Crawl them: toolrisk crawl --listings ${output}\n`,
  );
}
