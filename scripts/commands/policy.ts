import { Command, Option } from 'commander';
import type { Classification } from '../../catalogue/records.ts';
import { openCatalogue, readServer, serverTools } from '../../catalogue/store/index.ts';
import { POSTURES, type Posture } from '../../catalogue/vocabulary.ts';
import { EMITTERS, recommendPolicy } from '../../policy/index.ts';
import { classifyRow, readRows } from './rows.ts';
import { UserError } from '../errors.ts';

interface Options {
  db: string;
  server?: string;
  tool?: string;
  input?: string;
  target: string;
  posture: Posture;
}

interface NamedVerdict {
  name: string;
  classification: Classification;
}

const EXAMPLES = `
Examples:
  toolrisk policy --server memory > policy.json
  toolrisk policy --server memory --tool delete_entities --posture strict
  toolrisk policy --input tools.jsonl
`;

/** `toolrisk policy`: prints exactly the file to paste. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('Print the recommended policy for a server or a tool, exactly as its target reads it.')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--server <id>', 'a server of the catalogue')
    .option('--tool <name>', 'only this tool')
    .option('--input <rows.jsonl>', 'tools from a file instead of the catalogue; - is standard input')
    .addOption(
      new Option('--target <target>', 'whose format')
        .choices(EMITTERS.map(({ id }) => id))
        .default('policylayer'),
    )
    .addOption(new Option('--posture <posture>', 'how careful').choices([...POSTURES]).default('balanced'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const { server, tools } = await chosenTools(options);
      const emitter = EMITTERS.find(({ id }) => id === options.target)!;
      process.stdout.write(emitter.emit(recommendPolicy(server, tools, options.posture)));
    });
}

async function chosenTools(options: Options): Promise<{ server: string; tools: NamedVerdict[] }> {
  if ((options.input === undefined) === (options.server === undefined)) {
    throw new UserError('Name a server of the catalogue with --server, or a file of tools with --input.');
  }
  const { server, tools } = options.input
    ? await toolsOfFile(options.input, options.tool)
    : toolsOfCatalogue(options.db, options.server!);
  const chosen = options.tool === undefined ? tools : tools.filter(({ name }) => name === options.tool);
  if (chosen.length === 0) {
    throw new UserError(
      options.tool === undefined
        ? `${server} has no classified tools: crawl it with \`toolrisk crawl --server ${server}\` and run \`toolrisk classify\`.`
        : `${server} has no tool called ${JSON.stringify(options.tool)}: \`toolrisk policy\` without --tool names those it has.`,
    );
  }
  return { server, tools: chosen };
}

function toolsOfCatalogue(file: string, id: string): { server: string; tools: NamedVerdict[] } {
  const db = openCatalogue(file, 'read');
  try {
    if (!readServer(db, id)) {
      throw new UserError(
        `The catalogue ${file} has no server ${JSON.stringify(id)}: crawl it first with \`toolrisk crawl --server ${id}\`.`,
      );
    }
    return { server: id, tools: serverTools(db, id) };
  } finally {
    db.close();
  }
}

async function toolsOfFile(
  file: string,
  tool: string | undefined,
): Promise<{ server: string; tools: NamedVerdict[] }> {
  const tools: NamedVerdict[] = [];
  for await (const { line, row } of readRows(file)) {
    if ('error' in row) throw new UserError(`${file}, line ${line}: ${row.error}`);
    if (tool !== undefined && row.definition.name !== tool) continue;
    if (tools.some(({ name }) => name === row.definition.name)) {
      throw new UserError(
        `${file}, line ${line}: a second tool is called ${JSON.stringify(row.definition.name)}; a policy is for one server.`,
      );
    }
    tools.push({ name: row.definition.name, classification: classifyRow(row) });
  }
  return { server: file === '-' ? 'standard input' : file, tools };
}
