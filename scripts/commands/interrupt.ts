/** Ctrl-C, as a signal that a command passes on. */
export interface Interruption {
  /** Aborted by the first Ctrl-C or SIGTERM; the second ends the program at once. */
  signal: AbortSignal;
  /** Ends the listening. */
  release: () => void;
}

/** Listens for Ctrl-C and SIGTERM; `say` is given one sentence for the person who pressed it. */
export function interruption(what: string, say: (text: string) => void): Interruption {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    say(`Stopping: ${what}. Press Ctrl-C again to leave at once.`);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}
