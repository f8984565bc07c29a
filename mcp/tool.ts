import type { z } from 'zod';
import type { Catalogue } from '../catalogue/store/reads.ts';

/** One question that an agent can ask of the catalogue. */
export interface CatalogueTool<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  name: string;
  title: string;
  description: string;
  input: Input;
  output: Output;
  /**
   * The answer, a pure function of the catalogue and the question.
   * @throws UnknownError when the question names something that the catalogue does not have
   */
  answer: (db: Catalogue, input: z.output<Input>) => z.input<Output>;
}

/** Declares a tool; one file of mcp/tools/ each. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: CatalogueTool<Input, Output>,
): CatalogueTool<Input, Output> {
  return tool;
}

/** The question names a server, tool or run that the catalogue does not have; the message says what to ask instead. */
export class UnknownError extends Error {}
