import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { BuildInputs, MadePart, Part } from './part.ts';
import type { Reused, ReuseOrder } from './reuse.ts';
import type { Answer, Order } from './worker.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'worker.js', import.meta.url);

/** Beyond this many processes the disk is what everyone waits for. */
const MOST_WORKERS = 8;

/** Pages are much short-lived text: a larger young generation is collected less often. */
const NODE_OPTIONS = ['--max-semi-space-size=64'];

/** As many processes as the machine runs at a time. */
export function defaultWorkers(): number {
  return Math.min(MOST_WORKERS, availableParallelism());
}

export interface WorkerOptions {
  /** How many processes at a time. */
  workers: number;
  /** Ends all of them when it is aborted. */
  signal?: AbortSignal | undefined;
  /** Is given the number of pages that all of them have made so far. */
  report?: (pages: number) => void;
}

/**
 * Makes parts of a site in processes of their own, in order.
 * @throws Error when one fails; the others are ended
 */
export async function makeParts(
  inputs: BuildInputs,
  parts: readonly Part[],
  options: WorkerOptions,
): Promise<MadePart[]> {
  const orders = parts.map((part): Order => ({ make: part, inputs }));
  return (await perform(orders, options)) as MadePart[];
}

/**
 * Takes over what has not changed, each share of the servers in a process of its own.
 * @throws Error when one fails; the others are ended
 */
export async function reuseParts(
  order: Omit<ReuseOrder, 'servers'>,
  shares: readonly (readonly string[])[],
  options: WorkerOptions,
): Promise<Reused[]> {
  const orders = shares.map((servers): Order => {
    const former = servers.flatMap((id) => {
      const fingerprint = order.former[id];
      return fingerprint === undefined ? [] : [[id, fingerprint]];
    });
    return { reuse: { ...order, servers, former: Object.fromEntries(former) } };
  });
  return (await perform(orders, options)) as Reused[];
}

type Done = Extract<Answer, { done: unknown }>['done'];

async function perform(
  orders: readonly Order[],
  { workers, signal, report = () => {} }: WorkerOptions,
): Promise<Done[]> {
  const limit = pLimit(workers);
  const running = new Set<ChildProcess>();
  const rendered = new Map<Order, number>();
  const stop = () => running.forEach((child) => child.kill('SIGKILL'));
  signal?.addEventListener('abort', stop, { once: true });
  const one = (order: Order) => {
    signal?.throwIfAborted();
    return inProcess(order, running, (pages) => {
      rendered.set(order, pages);
      report([...rendered.values()].reduce((sum, n) => sum + n, 0));
    });
  };
  try {
    return await Promise.all(orders.map((order) => limit(one, order)));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    limit.clearQueue();
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

function inProcess(order: Order, running: Set<ChildProcess>, report: (pages: number) => void): Promise<Done> {
  const child = fork(WORKER, { execArgv: [...process.execArgv.filter(isOurs), ...NODE_OPTIONS] });
  running.add(child);
  return new Promise<Done>((resolve, reject) => {
    child.on('message', (answer: Answer) => {
      if ('rendered' in answer) report(answer.rendered);
      else if ('done' in answer) resolve(answer.done);
      else reject(new Error(answer.failed));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`a process that made pages ended with ${signal ?? `status ${code}`}`)),
    );
    child.send(order);
  }).finally(() => running.delete(child));
}

/** A profiler of the program that starts us is no business of its workers'. */
function isOurs(option: string): boolean {
  return !/^--(?:inspect|cpu-prof|heap-prof)/.test(option);
}
