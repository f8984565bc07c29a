import type { Listing } from '../catalogue/records.ts';
import type { CredentialStep, Outcome } from '../catalogue/vocabulary.ts';

/** One rung of the ladder of credentials: how a server is started. */
export type Rung = {
  step: CredentialStep;
  arguments: string[];
  environment: Record<string, string>;
};

/** How a user's own configuration starts a server. Its values are credentials: they are recorded nowhere. */
export type DeclaredStart = Pick<Rung, 'arguments' | 'environment'>;

/** A listing, and the start that its user declares for it; of the first alone anything may be stored. */
export type DeclaredListing = Listing & { declared?: DeclaredStart };

/** Outcomes after which the next rung may do better. */
const WORTH_ANOTHER: readonly Outcome[] = ['exited', 'needs-credentials', 'needs-login'];

/**
 * How to start a server, in the order to try: as its user declares it, without credentials, with declared defaults,
 * with placeholders. What a user declares comes first, for that is the server that the user has. A rung that would not
 * differ from the one before is left out. A placeholder can be worse than nothing, for some servers check it and end,
 * so it comes last.
 */
export function ladderOf(listing: DeclaredListing): Rung[] {
  const defaults = valuesOf(listing, 'default');
  const placeholders = valuesOf(listing, 'placeholder');
  const rungs: Rung[] = declaredRungs(listing);
  rungs.push({ step: 'absent', arguments: listing.arguments, environment: {} });
  if (Object.keys(defaults).length > 0)
    rungs.push({ step: 'default', arguments: listing.arguments, environment: defaults });
  if (Object.keys(placeholders).length > 0 || listing.placeholderArguments.length > 0)
    rungs.push({
      step: 'placeholder',
      arguments: [...listing.arguments, ...listing.placeholderArguments],
      environment: { ...defaults, ...placeholders },
    });
  return rungs;
}

function declaredRungs({ declared, arguments: plain }: DeclaredListing): Rung[] {
  if (declared === undefined) return [];
  const isPlain =
    declared.arguments.length === plain.length && Object.keys(declared.environment).length === 0;
  return isPlain ? [] : [{ step: 'default', ...declared }];
}

/** Whether a server that ended with `outcome` on one rung is tried on the next. */
export function isWorthAnother(outcome: Outcome): boolean {
  return WORTH_ANOTHER.includes(outcome);
}

/** The arguments of a rung as they may be recorded: an argument's value is a stand-in for a credential. */
export function recordedArguments(listing: Listing, rung: Rung): string[] {
  const { arguments: plain } = listing;
  const withheld = rung.arguments
    .slice(plain.length)
    .map((word) => (word.startsWith('-') ? word.replace(/=.*/s, '=…') : '…'));
  return [...plain, ...withheld];
}

/** Values shorter than this are words that may stand in any text. */
const TELLING = 6;

/** `text` without the values that a rung put in for credentials, should a server repeat them. */
export function withheld(text: string, listing: Listing, rung: Rung): string {
  const words = rung.arguments.slice(listing.arguments.length).map((word) => word.replace(/^-[^=]*=?/, ''));
  const telling = [...Object.values(rung.environment), ...words].filter(({ length }) => length >= TELLING);
  // Longest first, so that a value within another does not spoil it.
  return telling
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, '…'), text);
}

function valuesOf(listing: Listing, kind: 'default' | 'placeholder'): Record<string, string> {
  const entries = listing.environment.map((variable) => [variable.name, variable[kind]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
