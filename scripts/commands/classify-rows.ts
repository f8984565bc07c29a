import type { Classification, ToolDefinition } from '../../catalogue/records.ts';
import { classifyAssessed } from '../../classifier/index.ts';
import type { Assessor } from './assessor.ts';
import { classifyRow, parseRow, type Row } from './rows.ts';

/** How lines are classified. */
export interface LineOptions {
  readonly ignoreHints: boolean;
  /** A model beside the rules. */
  readonly assessor?: Assessor | undefined;
}

/** One line of output, without its line break. */
export interface OutputLine {
  readonly json: string;
  readonly failed: boolean;
}

/** The output lines of a batch of input lines, of which `before` stand before the first. Never throws. */
export async function classifyLines(
  lines: readonly string[],
  before: number,
  { ignoreHints, assessor }: LineOptions,
): Promise<OutputLine[]> {
  if (!assessor) {
    // One after the other: what is not kept costs the next collection of garbage nothing.
    return lines.map((line, i) =>
      outputLine(parseRow(line), before + i + 1, (tool) => classifyRow(tool, { ignoreHints })),
    );
  }
  const rows = lines.map(parseRow);
  const tools = rows.flatMap((row) => ('error' in row ? [] : [withoutHints(row.definition, ignoreHints)]));
  const results = await assessor.assess(tools);
  let next = 0;
  return rows.map((row, i) =>
    outputLine(row, before + i + 1, ({ definition }) =>
      classifyAssessed(definition, { model: assessor.model, assessed: results[next++]! }, { ignoreHints }),
    ),
  );
}

function withoutHints({ annotations, ...rest }: ToolDefinition, ignoreHints: boolean): ToolDefinition {
  return ignoreHints || annotations === undefined ? rest : { ...rest, annotations };
}

function outputLine(
  row: Row | { error: string },
  line: number,
  judge: (row: Row) => Classification,
): OutputLine {
  if ('error' in row) return { json: JSON.stringify({ line, error: row.error }), failed: true };
  try {
    return { json: JSON.stringify(outputRow(row, judge(row))), failed: false };
  } catch (error) {
    const said = `The tool could not be classified: ${(error as Error).message.slice(0, 200)}.`;
    return { json: JSON.stringify({ line, error: said }), failed: true };
  }
}

/** The members of a classification that other programs build on. */
export function outputRow({ server, definition }: Row, verdict: Classification): object {
  return {
    server,
    name: definition.name,
    digest: verdict.digest,
    category: verdict.category,
    riskLevel: verdict.riskLevel,
    confidence: verdict.confidence,
    flags: verdict.flags,
    rationale: verdict.rationale,
    findings: verdict.findings.map(({ ruleId, outcome, evidence }) => ({ ruleId, outcome, evidence })),
  };
}
