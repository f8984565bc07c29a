/** Folds what the fleet observed into a catalogue: each observation once, whatever stops in between. */
import { setTimeout } from 'node:timers/promises';
import type { Observation } from '../../catalogue/records.ts';
import {
  adoptRun,
  finishRun,
  recordListings,
  recordObservations,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import type { FleetRun } from './job.ts';
import type { Ended, FleetQueue } from './queue.ts';

export interface CollectOptions {
  /** Goes on until nothing waits and nothing is under way, instead of taking what is there. */
  follow: boolean;
  signal: AbortSignal;
  now: () => Date;
  on?: { stored?(total: number): void };
}

/** What was stored, and whether the fleet had nothing more to give. */
export interface Collected {
  stored: number;
  lost: number;
  complete: boolean;
}

const AT_ONCE = 200;
const IDLE_MS = 500;

/**
 * Stores what is finished. An observation is taken off the queue only after the catalogue has it, and the catalogue
 * knows one that it has: a collector that dies loses nothing and stores nothing twice.
 */
export async function collect(queue: FleetQueue, db: Catalogue, options: CollectOptions): Promise<Collected> {
  const { follow, signal, now, on } = options;
  const total = { stored: 0, lost: 0 };
  const runs = new Map<string, number>();
  while (!signal.aborted) {
    const before = await queue.counts();
    const ended = await queue.ended(AT_ONCE);
    if (ended.length > 0) {
      store(db, ended, runs, now());
      await queue.stored(ended);
      total.stored += ended.length;
      total.lost += ended.filter(({ lost }) => lost).length;
      on?.stored?.(total.stored);
    } else if (Object.values(before).every((n) => n === 0)) {
      // Counted before nothing was found: nothing can have come in between.
      for (const id of runs.values())
        finishRun(db, id, { status: 'finished', finishedAt: now().toISOString() });
      return { ...total, complete: true };
    } else if (!follow) break;
    else await setTimeout(IDLE_MS, undefined, { signal }).catch(() => undefined);
  }
  return { ...total, complete: false };
}

function store(db: Catalogue, ended: readonly Ended[], runs: Map<string, number>, now: Date): void {
  const byRun = Map.groupBy(ended, ({ run }) => run.key);
  for (const [key, jobs] of byRun) {
    const id = runs.get(key) ?? adoptRun(db, jobs[0]!.run);
    runs.set(key, id);
    recordListings(
      db,
      jobs.map(({ listing }) => listing),
      now.toISOString(),
    );
    recordObservations(
      db,
      id,
      jobs.map((job) => (job.lost ? lostObservation(job, job.run) : job.observation)),
    );
  }
}

/** What is known of a server whose workers were lost, each time that it was tried. */
function lostObservation({ listing }: Extract<Ended, { lost: true }>, { startedAt }: FleetRun): Observation {
  return {
    serverId: listing.id,
    provenance: 'observed',
    outcome: 'interrupted',
    detail: 'Every worker that began it was lost before it had finished.',
    startedAt,
    finishedAt: startedAt,
    launch: { arguments: [], environmentNames: [] },
    tools: [],
    quarantined: [],
    stderrTail: '',
  };
}
