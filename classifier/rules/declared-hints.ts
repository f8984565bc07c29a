import { HINTS } from '../../catalogue/vocabulary.ts';
import type { Evidence } from '../../catalogue/records.ts';
import { defineRule, type Sighting } from '../rule.ts';
import type { Reading } from '../reading/reading.ts';

function observe({ hints }: Reading): Sighting[] {
  return HINTS.flatMap((hint): Sighting[] => {
    const value = Object.hasOwn(hints, hint) ? hints[hint] : undefined;
    if (typeof value !== 'boolean') return [];
    const quote = String(value);
    const evidence: Evidence = { pointer: `/annotations/${hint}`, start: 0, end: quote.length, quote };
    return [{ outcome: 'observed', place: 'hint', evidence: [evidence], detail: `${hint}=${quote}` }];
  });
}

export default defineRule({
  id: 'declared-hints',
  meta: {
    summary: 'The author declares hints: read-only, destructive, idempotent, open world.',
    why: 'A hint is a claim. It may raise a category or settle a doubt; it never lowers what the words establish.',
    capability: 'hints',
    sources: ['https://modelcontextprotocol.io/specification/2025-11-25/server/tools'],
  },
  examples: {
    fires: [{ name: 'list_albums', annotations: { readOnlyHint: true } }],
    silent: [{ name: 'list_albums' }, { name: 'list_albums', annotations: { readOnlyHint: 'yes' } }],
  },
  observe,
});
