import { sightPhrases, textBehind } from '../reading/observe.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

/** `an unrecoverable error` is one of the call. */
const FAILURE = /^\W{0,3}(?:errors?|failures?|states?|conditions?)\b/i;

/** What some authors say of all that does not only read. */
const isSweeping = ({ evidence }: Sighting): boolean =>
  evidence.every(({ quote }) => /^destructive (?:operation|action)s?$/i.test(quote));
const STORES = new Set(['create', 'update', 'add']);
const LEADING = new Set(['name', 'title', 'lead']);

/** Whether name, title and first sentence say that the tool creates or updates, and nothing else. */
const onlyStores = ({ acts }: Reading): boolean => {
  const stated = acts.filter(({ place }) => LEADING.has(place));
  return stated.some(({ place }) => place === 'name') && stated.every(({ lemma }) => STORES.has(lemma));
};

export default defineRule({
  id: 'irreversible-wording',
  meta: {
    summary: 'The definition warns that something is lost or cannot be undone.',
    why: 'The author says it in so many words.',
    capability: 'destroys',
  },
  examples: {
    fires: [tool('drop_set', 'Drops a set. This cannot be undone.')],
    silent: [
      tool('get_set', 'Get a set.'),
      tool('create_set', 'Creates a set. This is a destructive operation.'),
      tool('build_set', 'Build a set. Stop asking after an unrecoverable error.'),
    ],
  },
  observe: (reading) => [
    ...sightPhrases(reading, 'irreversible').filter(
      (one) => !FAILURE.test(textBehind(reading, one)) && !(isSweeping(one) && onlyStores(reading)),
    ),
    ...sightPhrases(reading, 'willBeLost'),
  ],
});
