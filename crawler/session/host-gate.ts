import pLimit, { type LimitFunction } from 'p-limit';

/** Keeps a crawl polite: few sessions at a time with one host, and none with a host that asked for a pause. */
export type HostGate = {
  /** Runs `visit` when the host has room; gives the seconds left of a pause instead, when it asked for one. */
  enter<T>(host: string, visit: () => Promise<T>): Promise<{ visited: T } | { pausedSeconds: number }>;
  /** Notes that the host asked not to be asked for so many seconds. */
  pause(host: string, seconds: number): void;
};

/** @param perHost sessions at a time with one host */
export function hostGate(perHost: number, now: () => Date): HostGate {
  const limits = new Map<string, LimitFunction>();
  const pausedUntil = new Map<string, number>();
  const left = (host: string) => Math.ceil(((pausedUntil.get(host) ?? 0) - now().getTime()) / 1000);
  return {
    async enter(host, visit) {
      const limit = limits.get(host) ?? pLimit(perHost);
      limits.set(host, limit);
      try {
        return await limit(async () => {
          const seconds = left(host);
          return seconds > 0 ? { pausedSeconds: seconds } : { visited: await visit() };
        });
      } finally {
        if (limit.activeCount + limit.pendingCount === 0) limits.delete(host);
      }
    },
    pause(host, seconds) {
      pausedUntil.set(host, now().getTime() + seconds * 1000);
    },
  };
}
