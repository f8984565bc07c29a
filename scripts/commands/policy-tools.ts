import { basename } from 'node:path';
import type { Listing } from '../../catalogue/records.ts';
import {
  listServers,
  openCatalogue,
  readServer,
  readTool,
  serverTools,
  unclassifiedTools,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import type { ToolToJudge } from '../../policy/index.ts';
import { visible } from '../../catalogue/visible.ts';
import { configuredServers } from '../../crawler/listings/client-config.ts';
import { sourceKey } from '../../crawler/listings/identity.ts';
import { UserError } from '../errors.ts';
import { usable } from './crawl-options.ts';
import { readText } from './policy-files.ts';
import { classifyRow, readRows } from './rows.ts';

/** A server as the user's client knows it, with its tools. */
export interface ServedTools {
  server: string;
  tools: ToolToJudge[];
}

/** What the options say about whose tools are meant. */
export interface Chosen {
  db: string;
  server?: string[];
  tool?: string;
  input?: string;
  stack?: string;
  alias?: string;
}

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** The servers and tools that the options name. `warn` is told what could not be found. @throws UserError */
export async function chosenTools(chosen: Chosen, warn: (text: string) => void): Promise<ServedTools[]> {
  const ways = [chosen.server, chosen.input, chosen.stack].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new UserError(
      "Name one of these: servers of the catalogue with --server, a file of tools with --input, or a client's mcp.json with --stack.",
    );
  const served = chosen.input
    ? await toolsOfFile(chosen.input)
    : chosen.stack
      ? stackTools(chosen.db, chosen.stack, warn)
      : withCatalogue(chosen.db, (db) => chosen.server!.map((id) => catalogueTools(db, chosen.db, id, warn)));
  return renamed(only(served, chosen), chosen);
}

/** As `chosenTools`, for commands that can do without: no server named gives none. */
export async function toolsIfNamed(chosen: Chosen): Promise<ServedTools[]> {
  if (!chosen.server && !chosen.input && !chosen.stack) return [];
  return chosenTools(chosen, () => {});
}

function only(served: ServedTools[], { tool, input }: Chosen): ServedTools[] {
  const found = served
    .map(({ server, tools }) => ({
      server,
      tools: tool === undefined ? tools : tools.filter(({ name }) => name === tool),
    }))
    .filter(({ tools }) => tool === undefined || tools.length > 0);
  const where = served.map(({ server }) => server).join(', ') || input || 'it';
  if (tool !== undefined && found.length === 0)
    throw new UserError(
      `${where} has no tool called ${JSON.stringify(tool)}: \`toolrisk policy\` without --tool names those it has.`,
    );
  if (input !== undefined && found.length === 0) throw new UserError(`${input} has no tools.`);
  return found;
}

function renamed(served: ServedTools[], { alias }: Chosen): ServedTools[] {
  if (alias === undefined) return distinctAliases(served);
  if (served.length !== 1) throw new UserError(`--alias names one server, and there are ${served.length}.`);
  return [{ ...served[0]!, server: alias }];
}

function distinctAliases(served: ServedTools[]): ServedTools[] {
  const seen = new Set<string>();
  for (const { server } of served) {
    if (seen.has(server))
      throw new UserError(`Two servers are called ${server}: give each a name of its own.`);
    seen.add(server);
  }
  return served;
}

function withCatalogue<T>(file: string, use: (db: Catalogue) => T): T {
  const db = openCatalogue(file, 'read');
  try {
    return use(db);
  } finally {
    db.close();
  }
}

function catalogueTools(db: Catalogue, file: string, id: string, warn: (text: string) => void): ServedTools {
  if (!readServer(db, id))
    throw new UserError(
      `The catalogue ${file} has no server ${JSON.stringify(id)}: crawl it first with \`toolrisk crawl --server ${id}\`.`,
    );
  const tools = serverTools(db, id).map(({ name, slug, classification }) => ({
    name,
    classification,
    inputSchema: readTool(db, { serverId: id, slug })?.definition.inputSchema,
  }));
  const unknown = unclassifiedTools(db, id);
  if (unknown.length > 0)
    warn(
      `${id}: denied, for they are not classified (\`toolrisk classify\` does it): ${unknown.map(visible).join(', ')}.`,
    );
  if (tools.length + unknown.length === 0)
    throw new UserError(
      `${id} has no classified tools: crawl it with \`toolrisk crawl --server ${id}\` and run \`toolrisk classify\`.`,
    );
  return { server: id, tools: [...tools, ...unknown.map((name) => ({ name }))] };
}

/** The tools of a file of rows, server by server; rows that name none belong to one server, called after the file. */
async function toolsOfFile(file: string): Promise<ServedTools[]> {
  const servers = new Map<string, ToolToJudge[]>();
  for await (const { line, row } of readRows(file)) {
    if ('error' in row) throw new UserError(`${file}, line ${line}: ${row.error}`);
    const server = row.server ?? (file === '-' ? 'server' : basename(file).replace(/\.[^.]*$/, ''));
    const tools = servers.get(server) ?? [];
    const { name, inputSchema } = row.definition;
    if (tools.some((tool) => tool.name === name))
      throw new UserError(
        `${file}, line ${line}: a second tool of ${server} is called ${JSON.stringify(name)}; a policy needs one rule for each.`,
      );
    tools.push({ name, classification: classifyRow(row), inputSchema });
    servers.set(server, tools);
  }
  return [...servers].map(([server, tools]) => ({ server, tools }));
}

/** The servers of a client's configuration under the client's names, as far as the catalogue has them. */
function stackTools(file: string, stack: string, warn: (text: string) => void): ServedTools[] {
  const configured = serversOf(stack);
  if (configured.length === 0) throw new UserError(`${stack} configures no MCP servers.`);
  return withCatalogue(file, (db) => {
    const known = listServers(db).map(({ id }) => ({ id, key: keyOf(readServer(db, id)!.listing) }));
    return configured.map(({ alias, key }) => {
      const match = key === undefined ? undefined : known.find((one) => one.key === key);
      const isKnown = match && serverTools(db, match.id).length + unclassifiedTools(db, match.id).length > 0;
      if (!isKnown) {
        warn(
          `${visible(alias)} is not in the catalogue, so none of its tools is named: they are denied where the target denies by default.`,
        );
        return { server: alias, tools: [] };
      }
      return { ...catalogueTools(db, file, match.id, warn), server: alias };
    });
  });
}

/** Each server once, though several places of a file bring it in. */
function serversOf(stack: string): { alias: string; key: string | undefined }[] {
  const servers = usable(() => configuredServers(readText(stack), stack)).map(({ name, listing }) => ({
    alias: name,
    key: typeof listing === 'string' ? undefined : keyOf(listing),
  }));
  return [...new Map(servers.map((server) => [JSON.stringify(server), server])).values()];
}

/**
 * What is installed or asked, by which a server of a configuration is known to be one of the catalogue's: a package has
 * the same tools whichever of its programs is named. Undefined for a plain command, which can be anything.
 */
function keyOf({ source }: Listing): string | undefined {
  return source.type === 'command' ? undefined : sourceKey(source).replace(/#.*/, '');
}
