/** The evidence of a classification as lines, the ones that weigh most first. */
import type { Classification, Evidence, ToolDefinition, WeighedFinding } from '../../../catalogue/records.ts';
import { EFFECTS, rank, type Effect } from '../../../catalogue/vocabulary.ts';
import { placeInWords } from '../text/places.ts';
import { clip } from '../text/visible.ts';
import { OUTCOME_LABEL } from '../text/words.ts';

/** What one rule quoted from one place. */
export interface LedgerEntry {
  /** Empty where a finding rests on no span. */
  quotes: string[];
  where: string;
  pointer: string;
  ruleId: string;
  effect: Effect;
  /** How the rule saw it, where that is not plainly "stated". */
  aside: string | undefined;
}

const MAX_ENTRIES = 8;
const MAX_QUOTES = 6;

/** One line for each rule and place; `more` counts those left out. */
export function ledger(
  definition: ToolDefinition,
  { findings }: Classification,
): { entries: LedgerEntry[]; more: number } {
  const all = findings
    .flatMap((finding) => entriesOf(definition, finding))
    .sort((a, b) => rank(EFFECTS, a.effect) - rank(EFFECTS, b.effect));
  return { entries: all.slice(0, MAX_ENTRIES), more: Math.max(0, all.length - MAX_ENTRIES) };
}

function entriesOf(
  definition: ToolDefinition,
  { ruleId, outcome, effect, evidence }: WeighedFinding,
): LedgerEntry[] {
  const aside = outcome === 'observed' ? undefined : OUTCOME_LABEL[outcome];
  const common = { ruleId, effect, aside };
  if (evidence.length === 0) return [{ ...common, quotes: [], where: 'all of it', pointer: '' }];
  return [...Map.groupBy(evidence, ({ pointer }) => pointer)].map(([pointer, spans]) => ({
    ...common,
    quotes: [...new Set(spans.map(shown))].slice(0, MAX_QUOTES),
    where: placeInWords(definition, pointer),
    pointer: clip(pointer, 120),
  }));
}

/** A quote as it is shown: a JSON string's own quotation marks give way to the page's. */
function shown({ quote }: Evidence): string {
  return clip(/^"[^"]+"$/.test(quote) ? quote.slice(1, -1) : quote, 120);
}
