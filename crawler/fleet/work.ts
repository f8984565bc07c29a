/** A worker of the fleet: takes servers from the queue and crawls them, a few at a time. */
import { setTimeout } from 'node:timers/promises';
import type { Listing, Observation } from '../../catalogue/records.ts';
import type { FleetQueue, Held } from './queue.ts';

export interface WorkOptions {
  /** Servers at a time. */
  concurrency: number;
  /** Crawls one server; never throws for what a server does. */
  crawl: (listing: Listing) => Promise<Observation>;
  /** Ends when nothing waits and nothing is under way anywhere, instead of waiting for more. */
  drain: boolean;
  /** Ends the work: what is under way is given back to the queue. */
  signal: AbortSignal;
  on?: { started?(listing: Listing): void; finished?(observation: Observation): void };
}

/** How long to wait for more where there is nothing, and how often to say what is still worked on. */
const IDLE_MS = 500;
const BEAT_MS = 3_000;

/** Works until told to stop, or until all is done. Gives how many servers it finished. */
export async function work(queue: FleetQueue, options: WorkOptions): Promise<number> {
  const { concurrency, drain, signal } = options;
  const held = new Map<Held, Promise<boolean>>();
  const beat = setInterval(() => {
    // One that fails is made up for by the next.
    if (held.size > 0) void queue.hold([...held.keys()]).catch(() => undefined);
  }, BEAT_MS);
  let finished = 0;
  try {
    while (!signal.aborted) {
      const jobs = held.size < concurrency ? await queue.take(concurrency - held.size) : [];
      for (const job of jobs) {
        const done = finish(queue, job, options).finally(() => held.delete(job));
        held.set(job, done);
        void done.then((settled) => (finished += settled ? 1 : 0)).catch(() => undefined);
      }
      if (jobs.length > 0) continue;
      if (drain && held.size === 0 && (await isDrained(queue))) break;
      await Promise.race([pause(signal), ...held.values()]);
    }
    await Promise.all(held.values());
    return finished;
  } finally {
    clearInterval(beat);
  }
}

/** Crawls one server and settles it; one that was stopped in the middle is given back. */
async function finish(queue: FleetQueue, job: Held, { crawl, signal, on }: WorkOptions): Promise<boolean> {
  on?.started?.(job.listing);
  const observation = await crawl(job.listing);
  if (signal.aborted && observation.outcome === 'interrupted') {
    await queue.giveBack(job);
    return false;
  }
  const settled = await queue.settle(job, observation);
  if (settled) on?.finished?.(observation);
  return settled;
}

async function isDrained(queue: FleetQueue): Promise<boolean> {
  const { waiting, underWay } = await queue.counts();
  return waiting + underWay === 0;
}

async function pause(signal: AbortSignal): Promise<void> {
  await setTimeout(IDLE_MS, undefined, { signal }).catch(() => undefined);
}
