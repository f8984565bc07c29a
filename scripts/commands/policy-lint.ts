import { Command, Option } from 'commander';
import { EMITTERS } from '../../policy/index.ts';
import { lint, LINT_MEANING, type LintProblem } from '../../policy/lint.ts';
import { targetOf } from '../../policy/read.ts';
import { EXIT, UserError } from '../errors.ts';
import { readText } from './policy-files.ts';
import { repeated, toolsIfNamed, type Chosen } from './policy-tools.ts';

interface Options extends Chosen {
  target?: string;
  json?: true;
}

/** The option that says whose file a file is, where its looks do not. */
export function targetOption(): Option {
  return new Option('--target <target>', 'whose file it is; told from its contents otherwise').choices(
    EMITTERS.map(({ id }) => id),
  );
}

/** The target of a file. @throws UserError when it is none that we know */
export function targetOfFile(file: string, text: string, target: string | undefined): string {
  const found = target ?? targetOf(text);
  if (found === undefined)
    throw new UserError(`${file} is no policy file that toolrisk knows; say whose it is with --target.`);
  return found;
}

/** `toolrisk policy lint`: what a target refuses in a file, and what it accepts and ignores. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('Find what the target of a policy file refuses, ignores, or reads otherwise than it looks.')
    .argument('<file>', 'the policy file')
    .addOption(targetOption())
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--server <id>', 'check against the tools of this server; may be repeated', repeated)
    .option('--input <rows.jsonl>', 'check against the tools of a file')
    .option('--stack <mcp.json>', "check against the servers of a client's configuration")
    .option('--alias <name>', 'the name under which the file knows the server')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  toolrisk policy lint policy.json
  toolrisk policy lint policy.json --server memory
  toolrisk policy lint .claude/settings.json --stack .mcp.json

Exit status: 0 when there is nothing to say, 2 otherwise.
`,
    )
    .action(async (file: string, options: Options) => {
      const text = readText(file);
      const target = targetOfFile(file, text, options.target);
      const servers = (await toolsIfNamed(options)).map(({ server, tools }) => ({
        server,
        tools: tools.map(({ name }) => name),
      }));
      const problems = await lint(
        text,
        EMITTERS.find(({ id }) => id === target)!,
        servers,
      );
      process.stdout.write(options.json ? `${JSON.stringify(problems, null, 2)}\n` : inWords(problems));
      if (problems.length > 0) process.exitCode = EXIT.usage;
    });
}

function inWords(problems: readonly LintProblem[]): string {
  return problems
    .map(
      ({ code, at, message }) =>
        `${code}${at === '' ? '' : ` at ${at}`}: ${message} (${LINT_MEANING[code]})\n`,
    )
    .join('');
}
