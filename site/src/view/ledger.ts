/** The evidence of a classification as lines, the ones that weigh most first. */
import type { Classification, Evidence, ToolDefinition, WeighedFinding } from '../../../catalogue/records.ts';
import { EFFECTS, rank, type Effect } from '../../../catalogue/vocabulary.ts';
import { placeInWords } from '../text/places.ts';
import { clip } from '../text/visible.ts';
import { OUTCOME_LABEL } from '../text/words.ts';

/** What rules quoted from one place. */
export interface LedgerEntry {
  /** Empty where a finding rests on no span. */
  quotes: string[];
  where: string;
  pointer: string;
  /** The rules that saw the same there, to the same effect. */
  ruleIds: string[];
  effect: Effect;
  /** How the rule saw it, where that is not plainly "stated". */
  aside: string | undefined;
}

const MAX_QUOTES = 4;

/** One line for each place, its quotes and what came of them, at most `most`; `more` counts those left out. */
export function ledger(
  definition: ToolDefinition,
  { findings }: Classification,
  most: number,
): { entries: LedgerEntry[]; more: number } {
  const all = merged(findings.flatMap((finding) => entriesOf(definition, finding))).sort(
    (a, b) => rank(EFFECTS, a.effect) - rank(EFFECTS, b.effect),
  );
  return { entries: all.slice(0, most), more: Math.max(0, all.length - most) };
}

function entriesOf(
  definition: ToolDefinition,
  { ruleId, outcome, effect, evidence }: WeighedFinding,
): LedgerEntry[] {
  const aside = outcome === 'observed' ? undefined : OUTCOME_LABEL[outcome];
  const common = { ruleIds: [ruleId], effect, aside };
  if (evidence.length === 0) return [{ ...common, quotes: [], where: 'all of it', pointer: '' }];
  return [...Map.groupBy(evidence, ({ pointer }) => pointer)].map(([pointer, spans]) => ({
    ...common,
    quotes: [...new Set(spans.map(shown))].slice(0, MAX_QUOTES),
    where: placeInWords(definition, pointer),
    pointer: clip(pointer, 120),
  }));
}

/** Lines that say the same, as one line with all their rules. */
function merged(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const same = Map.groupBy(entries, ({ quotes, pointer, effect, aside }) =>
    JSON.stringify([quotes, pointer, effect, aside]),
  );
  return [...same.values()].map((group) => ({
    ...group[0]!,
    ruleIds: [...new Set(group.flatMap(({ ruleIds }) => ruleIds))],
  }));
}

/** A quote as it is shown: a JSON string's own quotation marks give way to the page's. */
function shown({ quote }: Evidence): string {
  return clip(/^"[^"]+"$/.test(quote) ? quote.slice(1, -1) : quote, 120);
}
