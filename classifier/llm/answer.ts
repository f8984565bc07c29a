import { z } from 'zod';
import { textAt } from '../../catalogue/evidence.ts';
import type { Evidence, ToolDefinition } from '../../catalogue/records.ts';
import { CATEGORIES, FLAGS, LOWERS, RAISES } from '../../catalogue/vocabulary.ts';
import type { Category, Flag, Lower, Raise } from '../../catalogue/vocabulary.ts';

const Quote = z.strictObject({ pointer: z.string(), quote: z.string() });

/** What the model is asked to say about one tool. It gives no level: that follows from category and moves. */
const ToolAnswer = z.strictObject({
  id: z.string(),
  category: z.enum(CATEGORIES),
  evidence: z.array(Quote),
  raises: z.array(z.strictObject({ reason: z.enum(RAISES), evidence: z.array(Quote) })),
  lowers: z.array(z.strictObject({ reason: z.enum(LOWERS), evidence: z.array(Quote) })),
  flags: z.array(z.enum(FLAGS)),
  addressesTheReader: z.boolean(),
});

const Answer = z.strictObject({ tools: z.array(ToolAnswer) });

/** The JSON Schema that the endpoint is asked to keep to. */
export const ANSWER_SCHEMA: Record<string, unknown> = (() => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(Answer);
  return schema;
})();

/** The model's word on one tool, with only such quotes as stand in the definition. Plain data, fit for a cache. */
export interface Assessment {
  category: Category;
  /** Verbatim spans for the category; without any, the word does not count. */
  evidence: Evidence[];
  raises: { reason: Raise; evidence: Evidence[] }[];
  lowers: { reason: Lower; evidence: Evidence[] }[];
  flags: Flag[];
  /** Whether the model found text that speaks to whoever reads the definition. */
  addressesTheReader: boolean;
}

/**
 * Reads a model's answer to a question about the tools of `asked`, by their ids in the question.
 * Tools that it does not answer for are absent from the result; ids that were not asked for are ignored.
 * @returns undefined where the text is not the JSON that was asked for.
 */
export function readAnswer(
  text: string,
  asked: ReadonlyMap<string, ToolDefinition>,
): Map<string, Assessment> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const answer = Answer.safeParse(parsed);
  if (!answer.success) return undefined;
  const assessments = new Map<string, Assessment>();
  for (const { id, ...said } of answer.data.tools) {
    const definition = asked.get(id);
    // The first answer for a tool counts: a second one may come from text that another tool smuggled in.
    if (definition && !assessments.has(id)) assessments.set(id, verified(said, definition));
  }
  return assessments;
}

function verified(said: Omit<z.infer<typeof ToolAnswer>, 'id'>, definition: ToolDefinition): Assessment {
  const spans = (quotes: z.infer<typeof Quote>[]): Evidence[] =>
    quotes.flatMap((quote) => locate(definition, quote) ?? []);
  const moves = <R>(list: { reason: R; evidence: z.infer<typeof Quote>[] }[]) =>
    list
      .map(({ reason, evidence }) => ({ reason, evidence: spans(evidence) }))
      .filter(({ evidence }) => evidence.length > 0);
  return {
    category: said.category,
    evidence: spans(said.evidence),
    raises: moves(said.raises),
    lowers: moves(said.lowers),
    flags: [...new Set(said.flags)],
    addressesTheReader: said.addressesTheReader,
  };
}

/** The span that a quote names, or undefined where its words do not stand at its pointer. */
function locate(definition: ToolDefinition, { pointer, quote }: z.infer<typeof Quote>): Evidence | undefined {
  const start = quote === '' ? -1 : (textAt(definition, pointer)?.indexOf(quote) ?? -1);
  return start < 0 ? undefined : { pointer, start, end: start + quote.length, quote };
}
