/** Options of one request to the SDK's client. */
type RequestLimits = { signal: AbortSignal; timeout: number };

/** The time that a session has left, over all that it does. */
export type Deadline = {
  /** Runs `work` for at most `milliseconds`, or what is left in all. @throws when the time has passed. */
  within<T>(milliseconds: number, work: (limits: RequestLimits) => Promise<T>): Promise<T>;
  /** Whether any time limit has passed. */
  passed: () => boolean;
  clear(): void;
};

/**
 * @param totalMs milliseconds
 * @param signal stops the work at once when it aborts
 */
export function deadline(totalMs: number, signal: AbortSignal | undefined): Deadline {
  let passed = false;
  const all = new AbortController();
  const expire = (controller: AbortController) => () => {
    passed = true;
    controller.abort(new Error('the time limit passed'));
  };
  const timer = setTimeout(expire(all), totalMs);
  return {
    async within(milliseconds, work) {
      const own = new AbortController();
      const ownTimer = setTimeout(expire(own), milliseconds);
      const unfollow = [all.signal, signal].map((source) => follow(source, own));
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
      if (own.signal.aborted) reject(own.signal.reason as Error);
      try {
        // The SDK's own timer must never be the first: its error could be a server's.
        return await Promise.race([aborted, work({ signal: own.signal, timeout: totalMs * 2 + 60_000 })]);
      } finally {
        clearTimeout(ownTimer);
        for (const stop of unfollow) stop();
      }
    },
    passed: () => passed,
    clear: () => clearTimeout(timer),
  };
}

/**
 * Aborts `controller` when `source` is aborted. Not by AbortSignal.any: a signal of that kind which something still
 * listens to, as the SDK does to each that it was given, is kept for as long as its source.
 * @returns ends the following
 */
function follow(source: AbortSignal | undefined, controller: AbortController): () => void {
  const abort = () => controller.abort(source?.reason);
  source?.addEventListener('abort', abort, { once: true });
  if (source?.aborted) abort();
  return () => source?.removeEventListener('abort', abort);
}
