import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, jsonProblems, jsonText, namesOf } from '../format.ts';

const Names = z.strictObject({ tool_names: z.array(z.string()) });

const McpTool = z.looseObject({
  type: z.literal('mcp'),
  server_label: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/),
  allowed_tools: z.array(z.string()),
  require_approval: z.strictObject({ always: Names.optional(), never: Names.optional() }),
});

/** One MCP tool of the Responses API, or a list of them for a stack. */
export const OpenAiFile = z.union([McpTool, z.array(McpTool)]);

/** A label of letters, digits, `_` and `-` that begins with a letter. */
export function openAiLabel(server: string): string {
  const label = server.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z]/.test(label) ? label : `server_${label}`;
}

function mcpTool({ server, rules }: Served): z.infer<typeof McpTool> {
  const named = byTargetName(rules, (tool) => tool);
  return {
    type: 'mcp',
    server_label: openAiLabel(server),
    allowed_tools: namesOf(named, ['allow', 'ask']),
    require_approval: {
      always: { tool_names: namesOf(named, ['ask']) },
      never: { tool_names: namesOf(named, ['allow']) },
    },
  };
}

export default defineEmitter({
  id: 'openai',
  title: 'OpenAI Responses',
  supports: { deny: true, ask: true, limit: false, arguments: false },
  hides: true,
  aliasOf: openAiLabel,
  filename: 'mcp-tool.json',
  mediaType: 'application/json',
  unlisted: 'denied',
  write: (served) => jsonText(mcpTool(served)),
  writeStack: (served) => jsonText(served.map(mcpTool)),
  validate: (text) => jsonProblems(text, OpenAiFile),
  remarks: () => ['Add the server_url, or the connector_id, of your server to the object.'],
  schema: OpenAiFile,
});
