/** What a definition says to steer whoever reads it: a model that is given it, or a classifier. */
import type { Classification } from '../../../catalogue/records.ts';
import { quoted, shortList } from './rich.ts';

/** Rules that find deception, as the site's context names them. */
type Rule = { id: string; capability: string };

/**
 * The words of a definition that steer its reader, as a list for a sentence; undefined where there are none. Rules that
 * decide nothing found them: they lower no level, and a policy on calls cannot stop what acts when tools are listed.
 */
export function steeringWords(
  { findings }: Pick<Classification, 'findings'>,
  rules: readonly Rule[],
): string | undefined {
  const deceiving = new Set(rules.filter(({ capability }) => capability === 'deceives').map(({ id }) => id));
  const quotes = findings
    .filter(({ ruleId, outcome }) => deceiving.has(ruleId) && outcome === 'observed')
    .flatMap(({ evidence }) => evidence.map(({ quote }) => quoted(quote, 60)));
  return quotes.length === 0 ? undefined : shortList([...new Set(quotes)], 3);
}
