import type { NounSet } from './nouns.ts';
import { SENSES_BY_OBJECT, type SetPattern } from './senses.ts';
import { defaultSense } from './compile.ts';
import type { Sense } from './verbs.ts';

type Case = readonly [sets: readonly SetPattern[], sense: Sense];

const CASES = new Map<string, Case[]>();
for (const [verbs, ...cases] of SENSES_BY_OBJECT) {
  for (const verb of verbs.split(/\s+/)) {
    const known = CASES.get(verb) ?? [];
    for (const [set, sense] of cases) known.push([typeof set === 'string' ? [set] : set, sense]);
    CASES.set(verb, known);
  }
}

/** What a verb does to objects of these sets, with `scope` behind the preposition. */
export function senseOf(lemma: string, object: ReadonlySet<NounSet>, scope: ReadonlySet<NounSet>): Sense {
  for (const [sets, sense] of CASES.get(lemma) ?? []) {
    const fits = sets.some((set) =>
      set.startsWith('@') ? scope.has(set.slice(1) as NounSet) : object.has(set as NounSet),
    );
    if (fits) return sense;
  }
  return defaultSense(lemma) ?? 'light';
}
