import type { WeighedFinding } from './records.ts';

/** The classifier's rules that find a text which tries to steer its reader (held to them by classifier/deceit.test.ts). */
export const DECEIVING_RULES: readonly string[] = ['addresses-classifier', 'hides-text', 'instructs-reader'];

/** Whether a definition was found to instruct its reader, to speak to whoever judges it, or to hide text. */
export const steersItsReader = (findings: readonly WeighedFinding[]): boolean =>
  findings.some(({ ruleId, outcome }) => outcome === 'observed' && DECEIVING_RULES.includes(ruleId));
