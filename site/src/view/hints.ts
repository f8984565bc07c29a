/** What the server declares about a tool, beside what its words say. */
import type { Classification, ToolDefinition } from '../../../catalogue/records.ts';
import { HINTS, type Hint } from '../../../catalogue/vocabulary.ts';

/** One declared hint. `ours` is undefined where the verdict says nothing on the matter. */
export interface HintRow {
  hint: Hint;
  declared: 'yes' | 'no' | 'not declared' | 'not a boolean';
  ours: 'yes' | 'no' | undefined;
  /** From the record: the words contradict the hint. */
  mismatch: boolean;
}

/** All four hints, in MCP's order. */
export function hintRows(definition: ToolDefinition, classification: Classification): HintRow[] {
  return HINTS.map((hint) => ({
    hint,
    declared: declared(definition.annotations?.[hint]),
    ours: verdict(hint, classification),
    mismatch: classification.hintMismatches.includes(hint),
  }));
}

function declared(value: unknown): HintRow['declared'] {
  if (value === undefined || value === null) return 'not declared';
  if (typeof value !== 'boolean') return 'not a boolean';
  return value ? 'yes' : 'no';
}

function verdict(hint: Hint, { category, flags }: Classification): HintRow['ours'] {
  switch (hint) {
    case 'readOnlyHint':
      return category === 'Read' ? 'yes' : 'no';
    case 'destructiveHint':
      // MCP's word is wider than our category: an update is "destructive" there and Write here.
      return category === 'Destructive' ? 'yes' : category === 'Read' ? 'no' : undefined;
    case 'openWorldHint':
      return flags.includes('egress') || flags.includes('untrusted') ? 'yes' : undefined;
    case 'idempotentHint':
      return undefined;
  }
}
