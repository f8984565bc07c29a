import { CommanderError } from 'commander';
import { CatalogueError } from '../catalogue/store/errors.ts';
import { reasonOf } from '../catalogue/reason.ts';
import { EXIT, UserError } from './errors.ts';
import { program } from './program.ts';

/** Runs the program on the process's arguments and sets its exit status. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no failure of ours.
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    console.error(`toolrisk: Standard output cannot be written: ${reasonOf(error)}.`);
    process.exit(EXIT.usage);
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
