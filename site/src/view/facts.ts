/** What lists of many servers' tools, sitemaps and the search index say of one tool: plain data, small. */
import { parameterKinds, type ParameterKind } from '../../../catalogue/parameter-kinds.ts';
import type { ToolRecord } from '../../../catalogue/store/reads.ts';
import type { FindableTool } from '../../../catalogue/store/read-findable.ts';
import { textTerms } from '../search/terms.ts';
import { firstSentence } from '../text/visible.ts';

/** How much of a description's first sentence is kept. */
const SAYS = 110;

/** A tool as lists and the search index know it: neither schema nor evidence. */
export interface FoundTool extends Pick<
  FindableTool,
  'name' | 'slug' | 'category' | 'riskLevel' | 'flags' | 'mismatches'
> {
  /** The first sentence of its description. */
  says: string;
  /** The search terms of its description, with a space between. */
  terms: string;
}

/** The same with what only pages about no one server say. */
export interface ToolFacts extends FoundTool {
  kinds: ParameterKind[];
  /** The day on which its definition was first seen, as YYYY-MM-DD. */
  definedOn: string;
}

/** What is found of a tool. */
export function foundTool({ description, ...tool }: FindableTool): FoundTool {
  return {
    ...tool,
    says: firstSentence(description, SAYS),
    terms: [...new Set(textTerms(description))].join(' '),
  };
}

/** The facts of a tool. */
export function toolFacts({ name, slug, definition, definedAt, classification }: ToolRecord): ToolFacts {
  const { description, inputSchema } = definition;
  const { category, riskLevel, flags, hintMismatches: mismatches } = classification;
  const found = foundTool({
    ...{ name, slug, category, riskLevel, flags, mismatches },
    description: description ?? '',
  });
  return { ...found, kinds: parameterKinds(inputSchema), definedOn: definedAt.slice(0, 10) };
}
