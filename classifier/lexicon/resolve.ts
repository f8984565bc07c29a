import type { NounSet } from './nouns.ts';
import { SENSES_BY_OBJECT } from './senses.ts';
import { defaultSense } from './compile.ts';
import type { Sense } from './verbs.ts';

type Case = readonly [sets: readonly NounSet[], sense: Sense];

const CASES = new Map<string, Case[]>();
for (const { verbs, cases } of SENSES_BY_OBJECT) {
  for (const verb of verbs.split(/\s+/).filter(Boolean)) {
    const known = CASES.get(verb) ?? [];
    for (const [set, sense] of cases) known.push([typeof set === 'string' ? [set] : set, sense]);
    CASES.set(verb, known);
  }
}

/** What a verb does to objects of these sets. */
export function senseOf(lemma: string, object: ReadonlySet<NounSet>): Sense {
  for (const [sets, sense] of CASES.get(lemma) ?? []) {
    if (sets.some((set) => object.has(set))) return sense;
  }
  return defaultSense(lemma) ?? 'light';
}
