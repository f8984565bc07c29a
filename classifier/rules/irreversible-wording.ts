import { isLeading } from '../reading/acts.ts';
import { sightPhrases, textBehind } from '../reading/observe.ts';
import type { Sense } from '../lexicon/verbs.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

/** `an unrecoverable error` is one of the call. */
const FAILURE = /^\W{0,3}(?:errors?|failures?|states?|conditions?)\b/i;

/** What some authors say of all that does not only read. */
const isSweeping = ({ evidence }: Sighting): boolean =>
  evidence.every(({ quote }) => /^destructive (?:operation|action)s?$/i.test(quote));
/** `Destructive operation: …` says what it destroys. */
const EXPLAINED = /^\s{0,3}[:;,(\u2013\u2014-]/;
const STORES = new Set(['create', 'update', 'add']);

/** `Destructive actions (remove_lamp, …)` are the tool's own where they are named; else they are what it warns of. */
const isLoose = ({ evidence: [first] }: Sighting, behind: string): boolean =>
  /s$/i.test(first?.quote ?? '') && /^destructive/i.test(first?.quote ?? '') && !/^\s{0,3}\(/.test(behind);

const LOSSES = new Set<Sense>(['destroy', 'overwrite', 'clear', 'reset', 'revoke']);

/** Whether name, title and first sentence say that the tool creates or updates, and nothing says what it loses. */
const onlyStores = ({ acts }: Reading): boolean => {
  const stated = acts.filter(isLeading);
  if (acts.some(({ sense }) => LOSSES.has(sense))) return false;
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
      tool('run_set', 'Runs a set. Ask before destructive operations.'),
      tool('create_set', 'Creates a set. This is a destructive operation.'),
      tool('build_set', 'Build a set. Stop asking after an unrecoverable error.'),
    ],
  },
  observe: (reading) => {
    const found = sightPhrases(reading, 'irreversible');
    const sweeping = found.filter((one) => isSweeping(one) && !EXPLAINED.test(textBehind(reading, one)));
    const dropped = new Set(sweeping.length > 0 && onlyStores(reading) ? sweeping : []);
    return [
      ...found.filter((one) => {
        const behind = textBehind(reading, one);
        return !FAILURE.test(behind) && !isLoose(one, behind) && !dropped.has(one);
      }),
      ...sightPhrases(reading, 'willBeLost'),
    ];
  },
});
