/** The catalogue as an MCP server, so that an agent can ask before it connects. */
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { listServerIds, serverTools, type Catalogue } from '../catalogue/store/reads.ts';
import { quoted, QUOTED_MEANING } from './quoted.ts';
import { knownServer, serverAnswer, serverId, toolVerdict } from './servers.ts';
import { CatalogueError } from '../catalogue/store/errors.ts';
import { UnknownError, type CatalogueTool } from './tool.ts';
import { TOOLS } from './tools/index.ts';

const INSTRUCTIONS =
  'An open catalogue of what MCP tools can do and which rule should stand in front of them. Use check_server before connecting to a server, check_tool before calling a tool that is new, check_stack before using several servers together. ' +
  `A server that the catalogue does not have is unknown, not safe. ${QUOTED_MEANING}`;

/** A resource lists and shows no more than this: a client may put all of it into a conversation. */
const MOST_LISTED = 200;
const MOST_TOOLS = 100;

/**
 * An MCP server that answers from a catalogue and changes nothing.
 * @param catalogue opens it, at the first question: a server without one still says what it could answer
 */
export function catalogueServer(catalogue: () => Promise<Catalogue>, version: string): McpServer {
  const server = new McpServer(
    { name: 'toolrisk', title: 'Toolrisk', version },
    { instructions: INSTRUCTIONS, capabilities: { tools: {}, resources: {} } },
  );
  for (const tool of TOOLS) addTool(server, catalogue, tool);
  addServerRecords(server, catalogue);
  return server;
}

function addTool(server: McpServer, catalogue: () => Promise<Catalogue>, tool: CatalogueTool): void {
  const { name, title, description, input, output, answer } = tool;
  server.registerTool(
    name,
    {
      title,
      description,
      inputSchema: input,
      outputSchema: output,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    (asked: Record<string, unknown>) => resultOf(async () => answer(await catalogue(), asked)),
  );
}

async function resultOf(answer: () => Promise<Record<string, unknown>>): Promise<CallToolResult> {
  try {
    const structuredContent = await answer();
    return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
  } catch (error) {
    if (!(error instanceof UnknownError || error instanceof CatalogueError)) throw error;
    return { isError: true, content: [{ type: 'text', text: error.message }] };
  }
}

function addServerRecords(server: McpServer, catalogue: () => Promise<Catalogue>): void {
  const template = new ResourceTemplate('toolrisk://servers/{id}', {
    list: async () => ({
      resources: listServerIds(await catalogue(), MOST_LISTED).map((id) => ({
        uri: `toolrisk://servers/${encodeURIComponent(id)}`,
        name: id,
        mimeType: 'application/json',
      })),
    }),
  });
  server.registerResource(
    'server',
    template,
    {
      title: 'Server record',
      description: `A server's record with its riskiest tools. The first ${MOST_LISTED} are listed; any other is read by its id.`,
      mimeType: 'application/json',
    },
    async (uri, { id }) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: serverRecord(await catalogue(), decodeURIComponent(String(id))),
        },
      ],
    }),
  );
}

function serverRecord(db: Catalogue, named: string): string {
  const id = serverId(db, named);
  const record = knownServer(db, id);
  const tools = serverTools(db, id);
  return JSON.stringify({
    ...serverAnswer(id, record),
    summary: quoted(record.listing.summary),
    riskiestTools: tools.slice(0, MOST_TOOLS).map(toolVerdict),
  });
}
