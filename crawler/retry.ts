import type { Observation } from '../catalogue/records.ts';
import type { Outcome } from '../catalogue/vocabulary.ts';

/** Milliseconds to wait before each further attempt; there are as many as there are waits. */
type Waits = readonly number[];

const NO_USE: Waits = [];

/**
 * Where asking again in the same run can help: only where what was in the way passes by itself within a minute. A
 * server that ran into its time limit would cost another one; the package clients ask their registries again
 * themselves; the rest ends in the same way, however often it is asked.
 */
const WAITS: Record<Outcome, Waits> = {
  'rate-limited': [30_000, 60_000],
  unreachable: [1000, 5000],
  'timed-out': NO_USE,
  'install-failed': NO_USE,
  listed: NO_USE,
  'listed-partly': NO_USE,
  declared: NO_USE,
  'not-crawled': NO_USE,
  'needs-credentials': NO_USE,
  'needs-login': NO_USE,
  'not-mcp': NO_USE,
  'unexpanded-template': NO_USE,
  'package-missing': NO_USE,
  exited: NO_USE,
  'protocol-error': NO_USE,
  'too-large': NO_USE,
  'refused-by-policy': NO_USE,
  'unsupported-runtime': NO_USE,
  'opted-out': NO_USE,
  interrupted: NO_USE,
};

/** A pause longer than this is left to the next run. */
const LONGEST_MS = 60_000;

/**
 * How long to wait before a server is asked again, or undefined where it is not: because that cannot help, because
 * it was asked often enough, or because it asked for a longer pause than a run waits.
 * @param attempts how often it was asked, at least once
 * @returns milliseconds
 */
export function waitBeforeRetry(
  {
    outcome,
    retryAfterSeconds,
    lasting,
  }: Pick<Observation, 'outcome' | 'retryAfterSeconds'> & { lasting?: true | undefined },
  attempts: number,
): number | undefined {
  if (lasting === true) return undefined;
  const wait = WAITS[outcome][attempts - 1];
  if (wait === undefined) return undefined;
  const asked = retryAfterSeconds === undefined ? wait : Math.max(retryAfterSeconds, 1) * 1000;
  return asked <= LONGEST_MS ? asked : undefined;
}
