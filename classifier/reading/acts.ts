import type { NounSet } from '../lexicon/nouns.ts';
import type { Sense } from '../lexicon/verbs.ts';

/**
 * Where an act is stated, most telling first: in the name, the title, the description's first sentence, a later
 * one, a list of modes, usage notes, or an aside (an example, a cross-reference, an explanation of arguments).
 */
export type Place = 'name' | 'title' | 'lead' | 'mode' | 'body' | 'usage' | 'aside';

/** A verb that says what the tool does, and to what. Offsets count in the folded text of its passage. */
export interface Act {
  readonly place: Place;
  readonly pointer: string;
  readonly start: number;
  readonly end: number;
  readonly lemma: string;
  readonly sense: Sense;
  readonly negated: boolean;
  /** What it is done to. */
  readonly object: ReadonlySet<NounSet>;
  /** What stands behind the first preposition: `remove X from Y`. */
  readonly scope: ReadonlySet<NounSet>;
  /** The noun, as often a verb, that stands for it: `the last command`; or a plural that may: `Releases with notes`. */
  readonly nominal?: 'noun' | 'plural';
  /** The words of the object, for rules that look at one. */
  readonly words: readonly string[];
}

export const NOTHING: ReadonlySet<NounSet> = new Set();

/** Where a definition says first what a tool does: its name, its title, the first sentence of its description. */
export const LEADING = new Set(['name', 'title', 'lead'] as const);

/** Whether an act is stated there. */
export const isLeading = ({ place }: Act): boolean => (LEADING as ReadonlySet<string>).has(place);
