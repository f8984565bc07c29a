import { setTimeout } from 'node:timers/promises';

/** Waits between tries, in milliseconds; the last one again and again until the time is over. */
const WAITS = [100, 300, 1000, 2000];

/** A database that restarts is back within this, in milliseconds. */
const LONGEST = 120_000;

/** PostgreSQL's own words for "not now": it shuts down, starts up, or has no connection left. */
const NOT_NOW = new Set(['57P01', '57P02', '57P03', '53300', '08006', '08003', '08000', '08001', '25P03']);
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** Whether the database may answer later what it could not answer now. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isPassing);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    NOT_NOW.has(code) ||
    NETWORK.has(code) ||
    /connection (?:terminated|ended|timeout)|not queryable/i.test(error.message)
  );
}

/**
 * Does what must not be lost when the database restarts: again and again for two minutes, or `longest` milliseconds.
 * @throws what `work` throws for another reason, or at the end of the time
 */
export async function patiently<T>(work: () => Promise<T>, longest = LONGEST): Promise<T> {
  const until = Date.now() + longest;
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
      await setTimeout(WAITS[Math.min(tries, WAITS.length - 1)]);
    }
  }
}
