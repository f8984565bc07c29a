import { z } from 'zod';
import { COMBINATION_MEANING, COMBINATIONS, toxicCombinations } from '../../catalogue/combinations.ts';
import { serverTools } from '../../catalogue/store/reads.ts';
import { page, PageInput, PageOutput } from '../pages.ts';
import {
  knownServer,
  ServerAnswer,
  serverAnswer,
  serverId,
  ServerInput,
  ToolVerdict,
  toolVerdict,
} from '../servers.ts';
import { defineTool } from '../tool.ts';

export default defineTool({
  name: 'check_server',
  title: 'Check a server',
  description:
    'Shows what is known of an MCP server: its grade, its tools with their category and risk level, riskiest first, and which of them are dangerous together. Ask before connecting to a server.',
  input: z.object({ server: ServerInput, ...PageInput }),
  output: z.object({
    server: ServerAnswer,
    toxicCombinations: z.array(z.object({ combination: z.enum(COMBINATIONS), meaning: z.string() })),
    tools: z.array(ToolVerdict),
    ...PageOutput,
  }),
  answer: (db, input) => {
    const id = serverId(db, input.server);
    const tools = serverTools(db, id);
    const { items, ...rest } = page(tools, input);
    return {
      server: serverAnswer(id, knownServer(db, id)),
      toxicCombinations: toxicCombinations(tools).map(({ combination }) => ({
        combination,
        meaning: COMBINATION_MEANING[combination],
      })),
      tools: items.map(toolVerdict),
      ...rest,
    };
  },
});
