import { z } from 'zod';
import { ACTIONS, HINTS } from '../../catalogue/vocabulary.ts';
import { readTool, serverTools, type Catalogue, type ToolRecord } from '../../catalogue/store/reads.ts';
import { recommend } from '../../policy/index.ts';
import { quoted, Quoted } from '../quoted.ts';
import { serverId, ServerInput, ToolVerdict, toolVerdict } from '../servers.ts';
import { defineTool, UnknownError } from '../tool.ts';

/** More quotes than these do not make a verdict clearer. */
const MOST_QUOTES = 12;
const LONGEST_RATIONALE = 2000;

export default defineTool({
  name: 'check_tool',
  title: 'Check a tool',
  description:
    'Shows the verdict on one tool of an MCP server: category, risk level, the reasons with the quoted words they rest on, the declared hints, and what to do with a call of it.',
  input: z.object({
    server: ServerInput,
    tool: z.string().min(1).max(1000).describe('The name of the tool, or its id from check_server.'),
  }),
  output: z.object({
    server: z.string(),
    verdict: ToolVerdict,
    rationale: Quoted,
    recommended: z.object({ action: z.enum(ACTIONS), because: z.string(), permits: z.string() }),
    evidence: z.array(z.object({ rule: z.string(), effect: z.string(), at: z.string(), quote: Quoted })),
    declaredHints: z.partialRecord(z.enum(HINTS), z.boolean()),
    digest: z
      .string()
      .describe('Identity of the definition that was judged; another digest is another tool.'),
    definedAt: z.string().describe('When this very definition was first seen.'),
  }),
  answer: (db, input) => {
    const id = serverId(db, input.server);
    const tool = toolNamed(db, id, input.tool);
    const { classification, definition } = tool;
    const { action, because, permits } = recommend(tool.name, classification, 'balanced', {
      inputSchema: definition.inputSchema,
    });
    return {
      server: id,
      verdict: toolVerdict({ ...tool, title: definition.title, description: definition.description }),
      rationale: quoted(classification.rationale, LONGEST_RATIONALE),
      recommended: { action, because, permits },
      evidence: evidenceOf(tool),
      declaredHints: hintsOf(tool),
      digest: tool.digest,
      definedAt: tool.definedAt,
    };
  },
});

function toolNamed(db: Catalogue, server: string, named: string): ToolRecord {
  const slug = serverTools(db, server).find(({ name, slug }) => name === named || slug === named)?.slug;
  const tool = slug === undefined ? undefined : readTool(db, { serverId: server, slug });
  if (tool) return tool;
  throw new UnknownError(
    `${server} offers no tool ${JSON.stringify(quoted(named).untrusted)} as far as the catalogue knows; check_server lists those it has.`,
  );
}

function evidenceOf({ classification }: ToolRecord) {
  return classification.findings
    .filter(({ effect }) => effect !== 'noted' && effect !== 'overruled')
    .flatMap(({ ruleId, effect, evidence }) =>
      evidence.map(({ pointer, quote }) => ({ rule: ruleId, effect, at: pointer, quote: quoted(quote) })),
    )
    .slice(0, MOST_QUOTES);
}

function hintsOf({ definition }: ToolRecord): Partial<Record<(typeof HINTS)[number], boolean>> {
  const declared = definition.annotations ?? {};
  return Object.fromEntries(
    HINTS.filter((hint) => typeof declared[hint] === 'boolean').map((hint) => [
      hint,
      declared[hint] as boolean,
    ]),
  );
}
