import type { Listing, Observation } from '../../catalogue/records.ts';
import {
  finishRun,
  readRun,
  recordListings,
  recordObservations,
  startRun,
  type Catalogue,
  type RunSummary,
} from '../../catalogue/store/index.ts';
import type { Standing } from '../../catalogue/vocabulary.ts';
import { version } from '../package.ts';

/** What became of one server, without its tools: a run keeps one for each of its servers. */
export type CrawlResult = Pick<
  Observation,
  'serverId' | 'outcome' | 'detail' | 'startedAt' | 'finishedAt' | 'package' | 'serverInfo' | 'launch'
> & {
  tools: number;
  quarantined: number;
  /** What became of its list, once that is stored. */
  standing?: Standing;
};

/** What came of the lists of a run. */
export interface Lists {
  /** Servers that had none before. */
  first: number;
  /** Lists that are held back, for they are empty and were not. */
  suspects: number;
}

/** A run of the crawler in a catalogue. */
export interface StoredRun {
  results: CrawlResult[];
  /** What came of the lists so far. */
  lists: Lists;
  add(observation: Observation): void;
  /** Stores what is left and ends the run. */
  finish(interrupted: boolean): RunSummary;
}

/** What is stored at once: so many observations, or those of so many milliseconds; a killed crawl loses no more. */
const BATCH = { observations: 500, milliseconds: 500 };

/**
 * Begins a run that stores what it is given: at once where little comes, many at a time where much does.
 * @param listings the servers that it will crawl, and others that are listed
 */
export function storeRun(db: Catalogue, listings: readonly Listing[]): StoredRun {
  const now = () => new Date().toISOString();
  recordListings(db, listings, now());
  const runId = startRun(db, { startedAt: now(), toolriskVersion: version() });
  const results: CrawlResult[] = [];
  const lists: Lists = { first: 0, suspects: 0 };
  const store = batched((batch: { observation: Observation; result: CrawlResult }[]) => {
    const recorded = recordObservations(
      db,
      runId,
      batch.map(({ observation }) => observation),
    );
    recorded.forEach(({ first, standing }, index) => {
      if (first) lists.first++;
      if (standing === 'suspect') lists.suspects++;
      if (standing !== undefined) batch[index]!.result.standing = standing;
    });
  });
  return {
    results,
    lists,
    add(observation) {
      const result = resultOf(observation);
      results.push(result);
      store.add({ observation, result });
    },
    finish(interrupted) {
      store.flush();
      finishRun(db, runId, { status: interrupted ? 'interrupted' : 'finished', finishedAt: now() });
      return readRun(db, runId)!;
    },
  };
}

/** Calls `store` with what is added, a batch at a time. What it throws is thrown by the next call. */
function batched<T>(store: (items: T[]) => void): { add(item: T): void; flush(): void } {
  let batch: T[] = [];
  let stored = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let failure: { error: unknown } | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (failure !== undefined) throw failure.error;
    const items = batch;
    batch = [];
    if (items.length > 0) store(items);
    stored = performance.now();
  };
  const flushLater = () => {
    try {
      flush();
    } catch (error) {
      failure ??= { error };
    }
  };
  return {
    flush,
    add(item) {
      batch.push(item);
      const isDue = performance.now() - stored >= BATCH.milliseconds;
      if (isDue || batch.length >= BATCH.observations) flush();
      else timer ??= setTimeout(flushLater, BATCH.milliseconds);
    },
  };
}

function resultOf(observation: Observation): CrawlResult {
  const {
    serverId,
    outcome,
    detail,
    startedAt,
    finishedAt,
    package: installed,
    serverInfo,
    launch,
  } = observation;
  return {
    ...{ serverId, outcome, detail, startedAt, finishedAt, launch },
    ...(installed === undefined ? {} : { package: installed }),
    ...(serverInfo === undefined ? {} : { serverInfo }),
    ...{ tools: observation.tools.length, quarantined: observation.quarantined.length },
  };
}
