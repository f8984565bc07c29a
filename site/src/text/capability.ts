import { LOWERS, RAISES } from '../../../catalogue/vocabulary.ts';

const WORDS: Record<string, string> = {
  reads: 'speaks for Read',
  writes: 'speaks for Write',
  executes: 'speaks for Execute',
  destroys: 'speaks for Destructive',
  'read-only': 'speaks for Read',
  reversible: 'speaks against Destructive',
  deceives: 'finds deception',
  hints: 'reads declared hints',
  unclear: 'marks what is unclear',
};

/** What a rule is about, in a few words: which way it can move a verdict. */
export function capabilityInWords(capability: string): string {
  if (capability.startsWith('flag:')) return `sets the flag ${capability.slice(5)}`;
  if ((RAISES as readonly string[]).includes(capability)) return 'can raise the level';
  if ((LOWERS as readonly string[]).includes(capability)) return 'can lower the level';
  return WORDS[capability] ?? capability;
}
