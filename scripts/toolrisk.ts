import { Command, CommanderError } from 'commander';
import { CatalogueError } from '../catalogue/store/errors.ts';
import { EXIT, UserError } from './errors.ts';
import { version } from './package.ts';

const EXIT_CODES = `
Exit status:
  0    done
  1    a defect of toolrisk itself: please report it
  2    the arguments or the files given cannot be used
  3    classify: some rows were no tools
  4    inspect: the server gave no list of tools
  130  stopped by Ctrl-C; what was finished is kept
`;

const EXAMPLES = `
Examples:
  toolrisk inspect npm:@modelcontextprotocol/server-memory
  toolrisk crawl --server memory && toolrisk classify && toolrisk build
  toolrisk policy --server memory --posture strict > policy.json
`;

/** A command, loaded only when it is the one that was called: most of them bring large libraries. */
interface Entry {
  summary: string;
  load: () => Promise<Command>;
}

const COMMANDS: Record<string, Entry> = {
  inspect: {
    summary: 'list and judge one server now',
    load: async () => (await import('./commands/inspect.ts')).inspectCommand(),
  },
  import: {
    summary: 'take listings from a registry, a client or a bundle',
    load: async () => (await import('./commands/import.ts')).importCommand(),
  },
  crawl: {
    summary: 'list the tools of listed servers into the catalogue',
    load: async () => (await import('./commands/crawl.ts')).crawlCommand(),
  },
  classify: {
    summary: 'judge what each tool can do',
    load: async () => (await import('./commands/classify.ts')).classifyCommand(),
  },
  policy: {
    summary: 'print the recommended policy, ready to paste',
    load: async () => (await import('./commands/policy.ts')).policyCommand(),
  },
  build: {
    summary: 'build the site from the catalogue',
    load: async () => (await import('./commands/build.ts')).buildCommand(),
  },
  mcp: {
    summary: 'answer agents from the catalogue, as an MCP server',
    load: async () => (await import('./commands/mcp.ts')).mcpCommand(),
  },
  evaluate: {
    summary: 'measure the classifier against labelled tools',
    load: async () => (await import('./commands/evaluate.ts')).evaluateCommand(),
  },
};

/** The `toolrisk` program, with the command called `invoked` ready to run. */
export async function program(invoked: string | undefined): Promise<Command> {
  const root = new Command('toolrisk')
    .description('What can this MCP tool do to me, and which rule should stand in front of it?')
    .version(version())
    .addHelpText('after', EXAMPLES + EXIT_CODES);
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = name === invoked ? await load() : new Command(name).description(summary);
    root.addCommand(command.summary(summary));
  }
  for (const command of withSubcommands(root)) {
    command
      .exitOverride()
      .showHelpAfterError(
        `(toolrisk ${invoked && Object.hasOwn(COMMANDS, invoked) ? `${invoked} ` : ''}--help says more)`,
      );
  }
  return root;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Runs the program on the process's arguments and sets its exit status. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no failure of ours.
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
  try {
    const invoked = argv.slice(2).find((word) => !word.startsWith('-'));
    const help = invoked === 'help' ? argv.at(3) : undefined;
    await (await program(help ?? invoked)).parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Prints an error as its reader needs it; gives the exit status that goes with it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UserError) {
    console.error(`toolrisk: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof CatalogueError) {
    console.error(`toolrisk: ${error.message}`);
    return EXIT.usage;
  }
  console.error('toolrisk: this is a defect of toolrisk; please report it with what follows.');
  console.error(error);
  return EXIT.defect;
}

await main();
