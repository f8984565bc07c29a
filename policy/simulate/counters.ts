export const WINDOWS = ['minute', 'hour', 'day'] as const;
export type Window = (typeof WINDOWS)[number];

const MILLISECONDS: Record<Window, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Counters that return to zero when a window of the UTC calendar begins. The clock is the caller's. */
export interface Counters {
  /** The counter's value in the window that `now` lies in. */
  read: (key: string, window: Window, now: number) => number;
  add: (key: string, window: Window, now: number, amount: number) => void;
}

/** Counters that all stand at zero. Keeps every window that was counted in, for as long as a simulation lasts. */
export function counters(): Counters {
  const values = new Map<string, number>();
  const slot = (key: string, window: Window, now: number): string =>
    JSON.stringify([key, window, Math.floor(now / MILLISECONDS[window])]);
  return {
    read: (key, window, now) => values.get(slot(key, window, now)) ?? 0,
    add: (key, window, now, amount) => {
      const at = slot(key, window, now);
      values.set(at, (values.get(at) ?? 0) + amount);
    },
  };
}
