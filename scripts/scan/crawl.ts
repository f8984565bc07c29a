/** Crawls the servers of a stack, each started as its user starts it and shown nothing of the others. */
import pLimit from 'p-limit';
import type { Observation } from '../../catalogue/records.ts';
import { crawlServer } from '../../crawler/crawl.ts';
import type { CrawlEvents, CrawlOptions } from '../../crawler/options.ts';
import type { StackEntry } from './configured.ts';
import { redacted } from './redact.ts';

/** How a stack is crawled. */
export type StackCrawl = Pick<
  CrawlOptions,
  'cache' | 'cacheBytes' | 'sandbox' | 'timeoutMs' | 'concurrency' | 'remote' | 'allowPrivate' | 'clientInfo'
> & {
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
};

/** A server of the stack, and what its crawl gave, free of its user's values. */
export interface Crawled {
  entry: StackEntry;
  observation: Observation;
}

const TOKEN = 'TOOLRISK_SCAN_TOKEN';

/** Crawls every entry, a few at a time, in their order. Never throws for what a server does. */
export async function crawlStack(
  entries: readonly StackEntry[],
  options: StackCrawl,
  on: CrawlEvents = {},
): Promise<Crawled[]> {
  const limit = pLimit(options.concurrency);
  const crawls = entries.map((entry) => limit(() => crawlEntry(entry, options, on)));
  return Promise.all(crawls);
}

async function crawlEntry(entry: StackEntry, options: StackCrawl, on: CrawlEvents): Promise<Crawled> {
  const { listing, start, folder, unusable } = entry;
  await on.started?.(listing);
  if (unusable !== undefined) return { entry, observation: await notCrawled(entry, unusable, on) };
  const isRemote = listing.source.type === 'remote';
  // A token is in the environment of its own request alone; package clients get what they always get.
  const env = isRemote && start.token !== undefined ? { [TOKEN]: start.token } : options.env;
  const asked = isRemote ? { ...listing, tokenFrom: TOKEN } : { ...listing, declared: start };
  const seen = await crawlServer(asked, { ...options, folder, env }, on);
  const observation = redacted(withoutTokenName(seen), start.values);
  await on.finished?.(observation);
  return { entry, observation };
}

function withoutTokenName(observation: Observation): Observation {
  const { launch } = observation;
  const environmentNames = launch.environmentNames.filter((name) => name !== TOKEN);
  return { ...observation, launch: { ...launch, environmentNames } };
}

async function notCrawled({ listing }: StackEntry, why: string, on: CrawlEvents): Promise<Observation> {
  const at = new Date().toISOString();
  const observation: Observation = {
    ...{ serverId: listing.id, provenance: 'observed', outcome: 'not-crawled' },
    detail: `There is nothing to start: ${why}.`,
    ...{ startedAt: at, finishedAt: at, launch: { arguments: [], environmentNames: [] } },
    ...{ tools: [], quarantined: [], stderrTail: '' },
  };
  await on.finished?.(observation);
  return observation;
}
