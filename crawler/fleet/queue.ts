/** The queue of a crawl over many machines: pg-boss on PostgreSQL. Nothing else speaks to that database. */
import pg from 'pg';
import { PgBoss, type Job, type JobInsert, type JobWithMetadata } from 'pg-boss';
import type { Observation } from '../../catalogue/records.ts';
import { CrawlJob, hostOf, Observed, pack, unpack, type Packed } from './job.ts';
import { patiently } from './patience.ts';

const SCHEMA = 'toolrisk';

/** Servers to crawl, what came of them, and those that no worker could finish. */
const CRAWL = 'toolrisk-crawl';
const OBSERVED = 'toolrisk-observed';
const LOST = 'toolrisk-lost';

/** Sessions at a time with one host, over all workers. */
const PER_HOST = 4;
/** How often a server is begun anew whose worker was lost, before it is given up. */
const RETRIES = 3;
const AT_ONCE = 1000;
/** How long a database that does not answer is waited for when the queue is opened. */
const OPENING_MS = 10_000;
const WEEK = 7 * 24 * 3600;

/** How many jobs wait, are under way, wait to be stored, and were given up. */
export interface FleetCounts {
  waiting: number;
  underWay: number;
  toStore: number;
  lost: number;
}

/** A job that this worker holds, with the attempt that it was given for. */
export interface Held extends CrawlJob {
  id: string;
  retryCount: number;
}

/** A job that is finished, one way or the other, by the id that settles it. */
export type Ended = { id: string } & (({ lost: false } & Observed) | ({ lost: true } & CrawlJob));

/** The queue as enqueuers, workers and collectors see it. Each waits out a restart of the database. */
export interface FleetQueue {
  /**
   * Adds servers; one that is waiting or under way already is not added again. Gives how many were added.
   * @param leaseSeconds a worker that was not heard of for so long has lost them; at least 10
   */
  add(jobs: readonly CrawlJob[], leaseSeconds: number): Promise<number>;
  /** Takes at most so many servers, none of a host that is busy enough. */
  take(most: number): Promise<Held[]>;
  /** Says that jobs are still being worked on. */
  hold(jobs: readonly Held[]): Promise<void>;
  /** Ends a job with what was observed, both or neither; false where its lease was lost and another has it. */
  settle(job: Held, observation: Observation): Promise<boolean>;
  /** Gives a job back unfinished, for another worker. */
  giveBack(job: Held): Promise<void>;
  /** What is finished and not yet stored, at most so many. */
  ended(most: number): Promise<Ended[]>;
  /** Says that these are stored. */
  stored(jobs: readonly Ended[]): Promise<void>;
  counts(): Promise<FleetCounts>;
  close(): Promise<void>;
}

/**
 * Opens the queue, making its tables where they are missing. A database that is just restarting is waited for a
 * little while.
 * @param connection a PostgreSQL connection string
 * @throws what the database answers when it cannot be reached or used
 */
export const openQueue = (connection: string): Promise<FleetQueue> =>
  patiently(() => connect(connection), OPENING_MS);

async function connect(connection: string): Promise<FleetQueue> {
  const pool = openPool(connection);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: SCHEMA,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', ignored);
  try {
    await boss.start();
    await createQueues(boss);
  } catch (error) {
    await Promise.allSettled([boss.stop({ graceful: false }), pool.end()]);
    throw error;
  }
  return queueOn(boss, pool);
}

/**
 * Connections of our own, for pg-boss too. When the database restarts, a connection tells so as an event; unheard
 * it would end the process, and the pool does not listen between handing one out and its first question.
 */
function openPool(connection: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: connection, max: 8, connectionTimeoutMillis: 10_000 });
  pool.on('error', ignored);
  pool.on('connect', (client) => client.on('error', ignored));
  return pool;
}

const ignored = (): void => undefined;

async function createQueues(boss: PgBoss): Promise<void> {
  const kept = { retentionSeconds: WEEK, deleteAfterSeconds: WEEK };
  // What a collector took and did not store in a minute, for it died, is another's.
  for (const queue of [LOST, OBSERVED])
    await boss.createQueue(queue, { ...kept, retryLimit: 1000, retryDelay: 1, expireInSeconds: 60 });
  await boss.createQueue(CRAWL, {
    ...kept,
    policy: 'exclusive',
    retryLimit: RETRIES,
    retryDelay: 1,
    retryBackoff: true,
    expireInSeconds: 3600,
    deadLetter: LOST,
  });
}

function queueOn(boss: PgBoss, pool: pg.Pool): FleetQueue {
  return {
    add: (jobs, leaseSeconds) => patiently(() => insert(boss, jobs, leaseSeconds)),
    take: (most) => patiently(() => fetch(boss, most)),
    hold: (jobs) => patiently(async () => void (await boss.touch(CRAWL, jobs.map(attemptOf)))),
    settle: (job, observation) => patiently(() => settle(boss, pool, job, observation)),
    giveBack: (job) => patiently(async () => void (await boss.fail(CRAWL, [attemptOf(job)], null))),
    ended: (most) => patiently(() => fetchEnded(boss, most)),
    stored: (jobs) => patiently(() => markStored(boss, jobs)),
    counts: () => patiently(() => countJobs(pool)),
    close: async () => {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}

const attemptOf = ({ id, retryCount }: Held) => ({ id, retryCount });

async function insert(boss: PgBoss, jobs: readonly CrawlJob[], heartbeatSeconds: number): Promise<number> {
  let added = 0;
  for (let from = 0; from < jobs.length; from += AT_ONCE) {
    const some = jobs.slice(from, from + AT_ONCE).map((job): JobInsert => {
      const host = hostOf(job.listing);
      return {
        data: pack(job),
        singletonKey: job.listing.id,
        heartbeatSeconds,
        ...(host === undefined ? {} : { group: { id: host } }),
      };
    });
    added += (await boss.insert(CRAWL, some, { returnId: true }))?.length ?? 0;
  }
  return added;
}

async function fetch(boss: PgBoss, most: number): Promise<Held[]> {
  const options = { batchSize: most, groupConcurrency: PER_HOST, includeMetadata: true } as const;
  const jobs: JobWithMetadata<Packed>[] = await boss.fetch<Packed>(CRAWL, options);
  return jobs.map(({ id, retryCount, data }) => ({ id, retryCount, ...unpack(CrawlJob, data) }));
}

/** The observation goes into its queue in the transaction that ends the job, under the job's own id. */
async function settle(boss: PgBoss, pool: pg.Pool, job: Held, observation: Observation): Promise<boolean> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    const { id, run, listing } = job;
    await client.query('BEGIN');
    // How many jobs it ended is in pg-boss's answer, though not in its types.
    const answer: { affected?: number } = await boss.complete(CRAWL, [attemptOf(job)], null, { db });
    const isOurs = answer.affected === 1;
    if (isOurs) await boss.send(OBSERVED, pack({ run, listing, observation }), { id, db });
    await client.query('COMMIT');
    return isOurs;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    // A connection that failed in a transaction is not used again.
    client.release(failure);
  }
}

async function fetchEnded(boss: PgBoss, most: number): Promise<Ended[]> {
  const observed: Job<Packed>[] = await boss.fetch<Packed>(OBSERVED, { batchSize: most });
  if (observed.length > 0)
    return observed.map(({ id, data }) => ({ id, lost: false, ...unpack(Observed, data) }));
  const lost: Job<Packed>[] = await boss.fetch<Packed>(LOST, { batchSize: most });
  return lost.map(({ id, data }) => ({ id, lost: true, ...unpack(CrawlJob, data) }));
}

async function markStored(boss: PgBoss, jobs: readonly Ended[]): Promise<void> {
  for (const [queue, lost] of [
    [OBSERVED, false],
    [LOST, true],
  ] as const) {
    const ids = jobs.filter((job) => job.lost === lost).map(({ id }) => id);
    if (ids.length > 0) await boss.deleteJob(queue, ids);
  }
}

/** Counted now: pg-boss's own statistics are up to a minute old. */
async function countJobs(pool: pg.Pool): Promise<FleetCounts> {
  const { rows } = await pool.query<{ name: string; state: string; n: string }>(
    `SELECT name, state, count(*) AS n FROM ${SCHEMA}.job WHERE state IN ('created', 'retry', 'active') GROUP BY 1, 2`,
  );
  const count = (queue: string, ...states: string[]) =>
    rows
      .filter(({ name, state }) => name === queue && states.includes(state))
      .reduce((sum, { n }) => sum + Number(n), 0);
  return {
    waiting: count(CRAWL, 'created', 'retry'),
    underWay: count(CRAWL, 'active'),
    toStore: count(OBSERVED, 'created', 'retry', 'active'),
    lost: count(LOST, 'created', 'retry', 'active'),
  };
}
