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
      const signals = [all.signal, own.signal, ...(signal === undefined ? [] : [signal])];
      const either = AbortSignal.any(signals);
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      const abort = () => reject(either.reason as Error);
      either.addEventListener('abort', abort, { once: true });
      if (either.aborted) abort();
      try {
        // The SDK's own timer must never be the first: its error could be a server's.
        return await Promise.race([aborted, work({ signal: either, timeout: totalMs * 2 + 60_000 })]);
      } finally {
        clearTimeout(ownTimer);
        either.removeEventListener('abort', abort);
      }
    },
    passed: () => passed,
    clear: () => clearTimeout(timer),
  };
}
