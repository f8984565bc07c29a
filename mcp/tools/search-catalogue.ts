import { z } from 'zod';
import { findTools } from '../../catalogue/store/reads.ts';
import { CATEGORIES, RISK_LEVELS } from '../../catalogue/vocabulary.ts';
import { page, PageInput, PageOutput } from '../pages.ts';
import { quoted, Quoted } from '../quoted.ts';
import { defineTool } from '../tool.ts';

export default defineTool({
  name: 'search_catalogue',
  title: 'Search the catalogue',
  description:
    'Finds tools of all known MCP servers by words of their name or of their server’s name, optionally only those of one category or at least of one risk level.',
  input: z.object({
    words: z.string().trim().min(1).max(200).describe('Words that all have to occur.'),
    category: z.enum(CATEGORIES).optional().describe('Only tools of this category.'),
    minimumRisk: z.enum(RISK_LEVELS).optional().describe('Only tools of this risk level or above.'),
    ...PageInput,
  }),
  output: z.object({
    tools: z.array(
      z.object({
        server: z.string(),
        serverName: Quoted,
        tool: z.string(),
        name: Quoted,
        category: z.enum(CATEGORIES),
        riskLevel: z.enum(RISK_LEVELS),
      }),
    ),
    ...PageOutput,
  }),
  answer: (db, { words, category, minimumRisk, ...rest }) => {
    const { items, nextCursor } = page(
      findTools(db, { words: words.split(/\s+/), category, minimumRisk }),
      rest,
    );
    return {
      tools: items.map(({ serverId, serverName, slug, name, category, riskLevel }) => ({
        server: serverId,
        serverName: quoted(serverName),
        tool: slug,
        name: quoted(name),
        category,
        riskLevel,
      })),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    };
  },
});
