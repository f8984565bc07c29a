import { Command } from 'commander';
import { version } from './package.ts';

const EXIT_CODES = `
Exit status:
  0    done
  1    a defect of toolrisk itself: please report it
  2    the arguments or the files given cannot be used
  3    classify: some rows were no tools
  4    inspect, scan: no server gave a list of tools
  5    scan, diff: something was found that --fail-on names; doctor: no server can be crawled here
  130  stopped by Ctrl-C; what was finished is kept
`;

const EXAMPLES = `
Examples:
  toolrisk inspect npm:@modelcontextprotocol/server-memory
  toolrisk scan --fail-on critical,poisoning
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
  scan: {
    summary: "check the servers of a repository's or a user's MCP configuration",
    load: async () => (await import('./commands/scan.ts')).scanCommand(),
  },
  diff: {
    summary: 'say what changed between two states of servers',
    load: async () => (await import('./commands/diff.ts')).diffCommand(),
  },
  import: {
    summary: 'take listings from a registry, a client or a bundle',
    load: async () => (await import('./commands/import.ts')).importCommand(),
  },
  crawl: {
    summary: 'list the tools of listed servers into the catalogue',
    load: async () => (await import('./commands/crawl.ts')).crawlCommand(),
  },
  merge: {
    summary: 'put catalogues together that were crawled apart',
    load: async () => (await import('./commands/merge.ts')).mergeCommand(),
  },
  fleet: {
    summary: 'the same crawl over many machines, by a queue on PostgreSQL',
    load: async () => (await import('./commands/fleet.ts')).fleetCommand(),
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
  doctor: {
    summary: 'say which sandboxes work here, and what is missing',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  },
  evaluate: {
    summary: 'measure the classifier against labelled tools',
    load: async () => (await import('./commands/evaluate.ts')).evaluateCommand(),
  },
};

/** The commands' names, in the order of the help. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** A command by its name, one of `COMMAND_NAMES`, whole. */
export async function loadCommand(name: string): Promise<Command> {
  const { summary, load } = COMMANDS[name]!;
  return (await load()).summary(summary);
}

/** The `toolrisk` program, with the command called `invoked` ready to run. */
export async function program(invoked: string | undefined): Promise<Command> {
  const root = new Command('toolrisk')
    // What stands behind a command is its own, down to the last: policy and policy lint both have a --target.
    .enablePositionalOptions()
    .description('What can this MCP tool do to me, and which rule should stand in front of it?')
    .version(version())
    .addHelpText('after', EXAMPLES + EXIT_CODES);
  for (const [name, { summary }] of Object.entries(COMMANDS)) {
    root.addCommand(
      name === invoked ? await loadCommand(name) : new Command(name).description(summary).summary(summary),
    );
  }
  for (const command of withSubcommands(root)) {
    command.exitOverride().showHelpAfterError(`(${pathOf(command)} --help says more)`);
  }
  return root;
}

/** A command as it is called, down from `toolrisk`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
