import { Command, Option } from 'commander';
import { POSTURES, type Posture } from '../../catalogue/vocabulary.ts';
import {
  EMITTERS,
  notes,
  recommendPolicy,
  VARIANTS,
  type Emitter,
  type Policy,
  type RecommendOptions,
} from '../../policy/index.ts';
import { isUsableHost, isUsableRoot } from '../../policy/patterns.ts';
import { UserError } from '../errors.ts';
import { diffCommand } from './policy-diff.ts';
import { writeInto } from './policy-files.ts';
import { lintCommand } from './policy-lint.ts';
import { targetsCommand } from './policy-targets.ts';
import { testCommand } from './policy-test.ts';
import { chosenTools, repeated, type Chosen, type ServedTools } from './policy-tools.ts';

interface Options extends Chosen {
  target: string;
  posture: Posture;
  root?: string;
  hosts?: string;
  write?: string | true;
}

const EXAMPLES = `
Examples:
  toolrisk policy --server memory > policy.json
  toolrisk policy --server memory --tool delete_entities --posture strict
  toolrisk policy --server filesystem --target intercept --root /home/ada/project
  toolrisk policy --stack .mcp.json --target claude-code --write
  toolrisk policy --input tools.jsonl
`;

/** `toolrisk policy`: prints exactly the file to paste. What the target cannot express goes to standard error. */
export function policyCommand(): Command {
  const command = new Command('policy')
    .description('Print the recommended policy for servers or a tool, exactly as its target reads it.')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--server <id>', 'a server of the catalogue; may be repeated', repeated)
    .option('--tool <name>', 'only this tool')
    .option('--input <rows.jsonl>', 'tools from a file instead of the catalogue; - is standard input')
    .option('--stack <mcp.json>', "the servers of a client's configuration, under its own names")
    .option('--alias <name>', 'the name under which the client or gateway knows the server')
    .addOption(
      new Option('--target <target>', 'whose format')
        .choices([...EMITTERS, ...VARIANTS].map(({ id }) => id))
        .default('policylayer'),
    )
    .addOption(new Option('--posture <posture>', 'how careful').choices([...POSTURES]).default('balanced'))
    .option('--root <folder>', 'hold path arguments under this absolute folder')
    .option('--hosts <hosts>', 'hold URL arguments to these hosts, separated by commas; *. for subdomains')
    .option('--write [file]', "merge into the target's file instead of printing; a backup is left")
    .addHelpText('after', EXAMPLES)
    .action(run);
  // Options that stand behind a subcommand are its own, even where the names are the same.
  command.enablePositionalOptions();
  for (const sub of [targetsCommand(), lintCommand(), diffCommand(), testCommand()]) command.addCommand(sub);
  return command;
}

async function run(options: Options): Promise<void> {
  const emitter = [...EMITTERS, ...VARIANTS].find(({ id }) => id === options.target)!;
  const bounds = boundsOf(options);
  const served = await chosenTools(options, warn);
  const policies = policiesFor(emitter, served, options, bounds);
  for (const note of notes(emitter, policies)) warn(note);
  if (options.write === undefined) process.stdout.write(textOf(emitter, policies));
  else writeInto(options.write === true ? emitter.filename : options.write, emitter, policies).forEach(warn);
}

function warn(text: string): void {
  process.stderr.write(`toolrisk: ${text}\n`);
}

function boundsOf({ root, hosts }: Options): Omit<RecommendOptions, 'inputSchema'> {
  if (root !== undefined && !isUsableRoot(root))
    throw new UserError(
      `--root needs an absolute folder without . or .. in it; ${JSON.stringify(root)} is none.`,
    );
  const list = hosts
    ?.split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean);
  const bad = list?.find((host) => !isUsableHost(host));
  if (bad !== undefined || list?.length === 0)
    throw new UserError(
      `--hosts needs host names separated by commas; ${JSON.stringify(bad ?? hosts)} is none.`,
    );
  return { root, hosts: list };
}

/** A policy for each server; one for all rows of a file where the target's file is for one and all names differ. */
function policiesFor(
  emitter: Emitter,
  served: readonly ServedTools[],
  { posture, input }: Options,
  bounds: Omit<RecommendOptions, 'inputSchema'>,
): Policy[] {
  distinctIn(emitter, served);
  if (served.length === 1 || emitter.emitStack)
    return served.map(({ server, tools }) => recommendPolicy(server, tools, posture, bounds));
  if (input === undefined)
    throw new UserError(
      `A file for ${emitter.title} is for one server, and there are ${served.length}: ask for one at a time.`,
    );
  const tools = served.flatMap((one) => one.tools);
  const names = tools.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new UserError(
      `Two of the servers have a tool called ${JSON.stringify(twice)}, and a file for ${emitter.title} is for one: ask for one server at a time.`,
    );
  return [recommendPolicy(served.map(({ server }) => server).join(' and '), tools, posture, bounds)];
}

/** A target may know two servers by one name that we know by two. */
function distinctIn({ title, aliasOf }: Emitter, served: readonly ServedTools[]): void {
  const seen = new Map<string, string>();
  for (const { server } of served) {
    const alias = aliasOf?.(server) ?? server;
    const other = seen.get(alias);
    if (other !== undefined)
      throw new UserError(`${title} knows both ${other} and ${server} as ${alias}: rename one of them.`);
    seen.set(alias, server);
  }
}

function textOf(emitter: Emitter, policies: readonly Policy[]): string {
  return policies.length === 1 || !emitter.emitStack
    ? emitter.emit(policies[0]!)
    : emitter.emitStack(policies);
}
