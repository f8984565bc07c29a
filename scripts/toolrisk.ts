import { Command, CommanderError } from 'commander';
import { CatalogueError } from '../catalogue/store/errors.ts';
import { buildCommand } from './commands/build.ts';
import { classifyCommand } from './commands/classify.ts';
import { crawlCommand } from './commands/crawl.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { inspectCommand } from './commands/inspect.ts';
import { policyCommand } from './commands/policy.ts';
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
  toolrisk inspect npm:@modelcontextprotocol/server-filesystem -- /tmp
  toolrisk crawl --server memory && toolrisk classify && toolrisk build
  toolrisk policy --server memory --posture strict > policy.json
`;

/** The `toolrisk` program. Each of its commands is a file of scripts/commands/. */
export function program(): Command {
  const root = new Command('toolrisk')
    .description('What can this MCP tool do to me, and which rule should stand in front of it?')
    .version(version())
    .showHelpAfterError('(toolrisk --help shows what there is)')
    .addHelpText('after', EXAMPLES + EXIT_CODES);
  const commands = [
    inspectCommand(),
    crawlCommand(),
    classifyCommand(),
    policyCommand(),
    buildCommand(),
    evaluateCommand(),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of [root, ...root.commands]) command.exitOverride();
  return root;
}

/** Runs the program on the process's arguments and sets its exit status. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no failure of ours.
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
  try {
    await program().parseAsync([...argv]);
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
