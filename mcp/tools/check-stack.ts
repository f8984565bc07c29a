import { z } from 'zod';
import { COMBINATION_MEANING, COMBINATIONS, toxicCombinations } from '../../catalogue/combinations.ts';
import { findServer, serverTools, type Catalogue, type ToolSummary } from '../../catalogue/store/reads.ts';
import { FLAGS } from '../../catalogue/vocabulary.ts';
import { quoted, Quoted } from '../quoted.ts';
import { knownServer, ServerAnswer, serverAnswer, ServerInput } from '../servers.ts';
import { defineTool } from '../tool.ts';

/** A part of a combination names at most so many tools: one is enough for an attack. */
const MOST_TOOLS = 5;

const Part = z.object({
  flag: z.enum(FLAGS),
  tools: z.array(z.object({ server: z.string(), tool: z.string() })),
  moreTools: z.int().nonnegative(),
});

export default defineTool({
  name: 'check_stack',
  title: 'Check several servers together',
  description:
    'Shows what MCP servers are dangerous together although each alone may not be: private data, untrusted content and a way out in the hands of one agent.',
  input: z.object({ servers: z.array(ServerInput).min(1).max(50) }),
  output: z.object({
    servers: z.array(ServerAnswer),
    unknown: z.array(Quoted).describe('Those that the catalogue does not have: nothing is known of them.'),
    toxicCombinations: z.array(
      z.object({ combination: z.enum(COMBINATIONS), meaning: z.string(), parts: z.array(Part) }),
    ),
  }),
  answer: (db, { servers }) => {
    const found = servers.map((named) => ({ named, id: findServer(db, named) }));
    const ids = [...new Set(found.flatMap(({ id }) => id ?? []))];
    return {
      servers: ids.map((id) => serverAnswer(id, knownServer(db, id))),
      unknown: found.filter(({ id }) => id === undefined).map(({ named }) => quoted(named)),
      toxicCombinations: combinationsOf(db, ids),
    };
  },
});

interface ServedTool extends ToolSummary {
  server: string;
}

function combinationsOf(db: Catalogue, ids: readonly string[]) {
  const tools = ids.flatMap((server) =>
    serverTools(db, server).map((tool): ServedTool => ({ ...tool, server })),
  );
  return toxicCombinations(tools).map(({ combination, parts }) => ({
    combination,
    meaning: COMBINATION_MEANING[combination],
    parts: parts.map(({ flag, tools: bearers }) => ({
      flag,
      tools: bearers.slice(0, MOST_TOOLS).map(({ server, slug }) => ({ server, tool: slug })),
      moreTools: Math.max(0, bearers.length - MOST_TOOLS),
    })),
  }));
}
