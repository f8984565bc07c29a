/** The site's own words for the vocabulary: total over it, so that a new member cannot be forgotten. */
import type { Category, Effect, FindingOutcome, Flag, RiskLevel } from '../../../catalogue/vocabulary.ts';

/** The word that a safety label opens with, after the practice of hazard signs. */
export const SIGNAL_WORD: Record<RiskLevel, string> = {
  Low: 'Notice',
  Medium: 'Caution',
  High: 'Warning',
  Critical: 'Danger',
};

/** What one call of a tool of this category does, as the end of “one call …”. */
export const ONE_CALL: Record<Category, string> = {
  Read: 'brings something back and leaves everything as it was',
  Write: 'adds or changes something, in a way that can be put right',
  Execute: 'sets something going, and its arguments decide how far that reaches',
  Destructive: 'can remove or overwrite something for good',
};

/** The same for a tool that writes and whose level something raises. */
export const ONE_CALL_FURTHER = 'adds or changes something, and reaches further than the record it touches';

/** What a mode of this category does, as the end of “`list` …” or “`list` and `info` …”. */
export const MODE_DOES: Record<Category, [one: string, many: string]> = {
  Read: ['only reads', 'only read'],
  Write: ['writes', 'write'],
  Execute: ['sets something going', 'set something going'],
  Destructive: ['destroys', 'destroy'],
};

/** A flag in one or two words, for a pictogram. */
export const FLAG_LABEL: Record<Flag, string> = {
  financial: 'Moves money',
  secrets: 'Secrets',
  code: 'Runs code',
  egress: 'Sends out',
  untrusted: 'Untrusted input',
  private: 'Private data',
  admin: 'Controls access',
  bulk: 'In bulk',
};

/** What a finding did to the verdict. */
export const EFFECT_LABEL: Record<Effect, string> = {
  decides: 'decided the category',
  supports: 'supports the category',
  raises: 'raised the level',
  lowers: 'lowered the level',
  flags: 'set a flag',
  noted: 'noted, no weight',
  overruled: 'overruled',
};

/** What a rule saw, as an aside to its quote. */
export const OUTCOME_LABEL: Record<FindingOutcome, string> = {
  observed: 'stated',
  mentioned: 'mentioned in passing',
  denied: 'denied',
  error: 'the rule failed',
};
