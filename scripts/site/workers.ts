import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { fingerprintsOf, type Fingerprints } from './fingerprints.ts';
import type { CatalogueFiles } from './open.ts';
import type { BuildInputs, MadePart, Part } from './part.ts';
import type { Reused, ReuseOrder } from './reuse.ts';
import type { IndexPart } from './search-files.ts';
import type { Answer, Order } from './worker.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'worker.js', import.meta.url);

/** Beyond this many processes the disk is what everyone waits for. */
const MOST_WORKERS = 8;

/** Pages are much short-lived text: a larger young generation, from the beginning, is collected less often. */
const NODE_OPTIONS = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

/** As many processes as the machine runs at a time. */
export function defaultWorkers(): number {
  return Math.min(MOST_WORKERS, availableParallelism());
}

export interface PoolOptions {
  /** How many processes at a time. */
  workers: number;
  /** Ends all of them when it is aborted. */
  signal?: AbortSignal | undefined;
  /** Is given the number of pages that all of them have made so far. */
  report?: (pages: number) => void;
}

type Done = Extract<Answer, { done: unknown }>['done'];

/** Processes that do orders, so many at a time; what is ordered first is begun first. */
export interface WorkerPool {
  /** Makes parts of a site. */
  make: (inputs: BuildInputs, parts: readonly Part[]) => Promise<MadePart[]>;
  /** Makes the part that is the search index. */
  index: (files: CatalogueFiles, part: IndexPart) => Promise<MadePart>;
  /** Takes the fingerprints of all servers' records. */
  fingerprint: (files: CatalogueFiles) => Promise<Fingerprints>;
  /** Works out the related tools. */
  relate: (files: CatalogueFiles) => Promise<void>;
  /** Finds what need not be made again, each share of the servers in a process of its own. */
  reuse: (order: Omit<ReuseOrder, 'servers'>, shares: readonly (readonly string[])[]) => Promise<Reused>;
  /** Ends every process, and waits until they are gone. */
  end: () => Promise<void>;
}

/** A pool whose every answer is an error once one of its processes failed or the signal is aborted. */
export function workerPool({ workers, signal, report = () => {} }: PoolOptions): WorkerPool {
  const limit = pLimit(workers);
  const running = new Map<ChildProcess, Promise<unknown>>();
  const idle: ChildProcess[] = [];
  const rendered = new Map<Order, number>();
  const kill = () => {
    limit.clearQueue();
    signal?.removeEventListener('abort', kill);
    for (const child of running.keys()) child.kill('SIGKILL');
  };
  signal?.addEventListener('abort', kill, { once: true });
  const one = async (order: Order): Promise<Done> => {
    signal?.throwIfAborted();
    const child = idle.pop() ?? start(running);
    const done = await ask(child, order, (pages) => {
      rendered.set(order, pages);
      report([...rendered.values()].reduce((sum, n) => sum + n, 0));
    });
    if (needsMuch(order)) child.disconnect();
    else idle.push(child);
    return done;
  };
  const perform = async (orders: readonly Order[]): Promise<Done[]> => {
    try {
      return await Promise.all(orders.map((order) => limit(one, order)));
    } catch (error) {
      kill();
      signal?.throwIfAborted();
      throw error;
    }
  };
  return {
    make: async (inputs, parts) =>
      (await perform(parts.map((part) => ({ make: part, inputs })))) as MadePart[],
    index: async (files, part) => (await perform([{ index: part, files }]))[0] as MadePart,
    fingerprint: async (files) => (await perform([{ fingerprint: files }]))[0] as Fingerprints,
    relate: async (files) => void (await perform([{ relate: files }])),
    reuse: async (order, shares) => {
      const orders = shares.map((servers) => ({
        reuse: {
          ...order,
          servers,
          fingerprints: fingerprintsOf(order.fingerprints, servers),
          former: fingerprintsOf(order.former, servers),
        },
      }));
      return ((await perform(orders)) as Reused[]).flat();
    },
    end: async () => {
      kill();
      await Promise.all(running.values());
    },
  };
}

/** What holds much memory afterwards: its process ends with it. */
const needsMuch = (order: Order): boolean =>
  'relate' in order || 'index' in order || ('make' in order && order.make.siteWide);

/** A process that waits for an order. */
function start(running: Map<ChildProcess, Promise<unknown>>): ChildProcess {
  const child = fork(WORKER, { execArgv: [...process.execArgv.filter(isOurs), ...NODE_OPTIONS] });
  const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  running.set(child, gone);
  // What goes wrong while it waits, its next order is told.
  return child.on('error', () => {});
}

async function ask(child: ChildProcess, order: Order, report: (pages: number) => void): Promise<Done> {
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  const onMessage = (answer: Answer) => {
    if ('rendered' in answer) report(answer.rendered);
    else if ('done' in answer) resolve(answer.done);
    else
      reject(Object.assign(new Error(answer.failed), answer.code === undefined ? {} : { code: answer.code }));
  };
  const onExit = (code: number | null, signal: string | null) =>
    reject(new Error(`a process that made pages ended with ${signal ?? `status ${code}`}`));
  child.on('message', onMessage).on('error', reject).on('exit', onExit);
  child.send(order);
  try {
    return await promise;
  } finally {
    child.off('message', onMessage).off('error', reject).off('exit', onExit);
  }
}

/** A profiler of the program that starts us is no business of its workers'. */
function isOurs(option: string): boolean {
  return !/^--(?:inspect|cpu-prof|heap-prof)/.test(option);
}
