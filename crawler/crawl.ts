import pLimit from 'p-limit';
import type { Listing, Observation } from '../catalogue/records.ts';
import type { Choice } from './launch/sandboxes.ts';
import { chooseSandbox } from './launch/sandboxes.ts';
import { crawlLocal, nothingFound, type Found } from './local.ts';
import { withDefaults, type CrawlEvents, type CrawlOptions } from './options.ts';
import { isLocal } from './prepare.ts';
import { crawlRemote } from './remote.ts';
import { waitBeforeRetry } from './retry.ts';
import { oneLine } from './session/text.ts';

type Options = Partial<CrawlOptions> & Pick<CrawlOptions, 'cache'>;

const DETAIL_LIMIT = 600;

/**
 * Crawls servers, a few at a time; those that may answer later are asked again (crawler/retry.ts), and others are
 * crawled meanwhile. Never throws for what a server does: every server that was begun has exactly one observation,
 * that of the last attempt, given to `on.finished`. When `options.signal` aborts, servers under way are ended and
 * reported `interrupted`, and the others are not begun.
 * @throws what an event handler throws, after the servers under way have been ended
 */
export async function crawlServers(
  listings: readonly Listing[],
  options: Options,
  on: CrawlEvents = {},
): Promise<void> {
  const failed = new AbortController();
  const signals = [failed.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const settings = withDefaults({ ...options, signal: AbortSignal.any(signals) });
  const choice = await chooseSandbox(settings.sandbox);
  const limit = pLimit(settings.concurrency);
  const crawls = listings.map((listing) =>
    crawlUntilTold(listing, (work) => limit(work), { choice, settings, on }).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const results = await Promise.allSettled(crawls);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

type Slot = <T>(work: () => Promise<T>) => Promise<T>;
type Crawl = { choice: Choice; settings: CrawlOptions; on: CrawlEvents };

/** Crawls one server as often as it can help, and tells of the last time. It waits outside of its slot. */
async function crawlUntilTold(listing: Listing, slot: Slot, { choice, settings, on }: Crawl): Promise<void> {
  const { signal, sleep } = settings;
  let last: Attempt | undefined;
  for (let attempts = 1; ; attempts++) {
    const wait = await slot(async () => {
      if (attempts === 1 && signal?.aborted) return undefined;
      if (attempts === 1) await on.started?.(listing);
      if (last === undefined || !signal?.aborted) last = await crawlWith(listing, choice, settings, on);
      const { observation, lasting } = last;
      const left = signal?.aborted ? undefined : waitBeforeRetry({ ...observation, lasting }, attempts);
      // Told within the slot: a slow listener slows the crawl.
      if (left === undefined) await on.finished?.(observation);
      return left;
    });
    if (wait === undefined) return;
    await sleep(wait, signal);
  }
}

/** Crawls one server, once. Whatever goes wrong is in the observation. */
export async function crawlServer(
  listing: Listing,
  options: Options,
  on: CrawlEvents = {},
): Promise<Observation> {
  const settings = withDefaults(options);
  return (await crawlWith(listing, await chooseSandbox(settings.sandbox), settings, on)).observation;
}

/** What one attempt gave, and whether another would give the same (crawler/outcome.ts). */
type Attempt = { observation: Observation; lasting?: true | undefined };

async function crawlWith(
  listing: Listing,
  choice: Choice,
  options: CrawlOptions,
  on: CrawlEvents,
): Promise<Attempt> {
  const startedAt = options.now().toISOString();
  const { lasting, ...found } = await find(listing, choice, options, on);
  const stopped = options.signal?.aborted === true && found.tools.length === 0;
  const observation: Observation = {
    serverId: listing.id,
    provenance: 'observed',
    startedAt,
    finishedAt: options.now().toISOString(),
    ...found,
    ...(stopped ? { outcome: 'interrupted' as const } : {}),
    detail: oneLine(stopped ? 'The run was stopped while it was being crawled.' : found.detail, DETAIL_LIMIT),
  };
  return { observation, lasting };
}

/** A defect of the crawler's own costs one server, never the run; it is told apart by its words. */
async function find(
  listing: Listing,
  choice: Choice,
  options: CrawlOptions,
  on: CrawlEvents,
): Promise<Found> {
  const report = (phase: Parameters<NonNullable<CrawlEvents['progress']>>[1]) =>
    on.progress?.(listing, phase);
  try {
    if (options.optOut(listing))
      return nothingFound({ outcome: 'opted-out', detail: 'It asked not to be crawled.' });
    if (isLocal(listing)) return await crawlLocal(listing, choice, options, report);
    return await crawlRemote(listing as Parameters<typeof crawlRemote>[0], options, report);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return nothingFound({ outcome: 'protocol-error', detail: `The crawler itself failed on it: ${what}` });
  }
}
