/** What raised and what lowered a level, with the words that it rests on. */
import type { Classification, ToolDefinition } from '../../../catalogue/records.ts';
import { LOWER_MEANING, RAISE_MEANING } from '../../../catalogue/vocabulary.ts';
import { placeInWords } from '../text/places.ts';
import { quoted, shortList } from '../text/rich.ts';

export interface MoveRow {
  label: 'Up one step' | 'Down one step';
  /** A composed sentence. */
  because: string;
}

/** One row for each move, in the record's order. */
export function moveRows(definition: ToolDefinition, { moves, findings }: Classification): MoveRow[] {
  return moves.map((move) => {
    const meaning = move.direction === 'up' ? RAISE_MEANING[move.reason] : LOWER_MEANING[move.reason];
    const spans = move.findings.flatMap((i) => findings[i]?.evidence ?? []);
    const words = spans.map(
      ({ quote, pointer }) =>
        `${quoted(quote.replace(/^"(.+)"$/s, '$1'), 60)} in ${placeInWords(definition, pointer)}`,
    );
    const from = words.length === 0 ? '' : ` (${shortList([...new Set(words)], 2)})`;
    return {
      label: move.direction === 'up' ? 'Up one step' : 'Down one step',
      because: `because ${meaning}${from}.`,
    };
  });
}
