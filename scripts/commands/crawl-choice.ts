import pLimit from 'p-limit';
import type { Listing } from '../../catalogue/records.ts';
import { lastCrawls, type Catalogue, type LastCrawl } from '../../catalogue/store/index.ts';
import { hasChanged, isStale } from '../../crawler/due.ts';
import { versionOfPypi } from '../../crawler/launch/pypi-version.ts';
import { versionOfNpm } from '../../crawler/launch/npm.ts';
import { isInShard, type Shard } from '../../crawler/shard.ts';
import { UserError } from '../errors.ts';

/** Which of the listed servers to crawl. */
export interface ChoiceOptions {
  server?: string[];
  all?: true;
  declared?: string;
  shard?: Shard;
  /** Milliseconds after which a crawl is stale. */
  stale?: number;
  changed?: true;
  listings: string;
  cache: string;
  concurrency: number;
}

/** The listings that the options name; unknown ids are the user's mistake. */
export function chosenListings(options: ChoiceOptions, listings: readonly Listing[]): Listing[] {
  const { listings: folder, server, all, declared } = options;
  if (declared !== undefined && server?.length !== 1)
    throw new UserError('--declared wants exactly one --server, whose tools the file lists.');
  if (server === undefined) {
    const chosen = listings.filter(({ tier }) => all === true || tier === 'core');
    if (chosen.length === 0) throw new UserError(`No server is listed in ${folder}.`);
    return ofShard(chosen, options.shard);
  }
  const named = [...new Set(server)].map((id) => {
    const listing = listings.find((each) => each.id === id);
    if (listing === undefined)
      throw new UserError(
        `No server ${JSON.stringify(id)} is listed; a server's id is its file's base name in ${folder}.`,
      );
    return listing;
  });
  return ofShard(named, options.shard);
}

/** The servers of a shard; without one, all. */
export function ofShard(listings: readonly Listing[], shard: Shard | undefined): Listing[] {
  return listings.filter(({ id }) => shard === undefined || isInShard(id, shard));
}

/** Those of the chosen servers that are due: stale, changed, or both kinds; all where neither was asked for. */
export async function dueListings(
  db: Catalogue,
  options: ChoiceOptions,
  chosen: readonly Listing[],
  signal: AbortSignal,
): Promise<Listing[]> {
  const { stale, changed, cache, concurrency } = options;
  if (stale === undefined && changed === undefined) return [...chosen];
  const known = lastCrawls(db);
  const now = Date.now();
  const slot = pLimit(concurrency);
  const due = await Promise.all(
    chosen.map((listing) => {
      const last = known.get(listing.id);
      if (last === undefined || (stale !== undefined && isStale(last, now, stale))) return true;
      return changed === true && slot(() => isOther(listing, last, { cache, signal }));
    }),
  );
  return chosen.filter((_, index) => due[index]);
}

/** A call to ask a registry for a version, in milliseconds. */
const ASK_MS = 60_000;

async function isOther(
  listing: Listing,
  last: LastCrawl,
  limits: { cache: string; signal: AbortSignal },
): Promise<boolean> {
  // A listing that changed is crawled whatever its version, so nobody is asked for that.
  const same = last.packageVersion ?? undefined;
  return (
    hasChanged(listing, last, same) || hasChanged(listing, last, await versionNow(listing, same, limits))
  );
}

/**
 * The version that a crawl would meet now, as far as it can be told without installing it. Of an image that is named
 * by a tag it cannot: asking its registry wants the same login as pulling it, and pulling it is what a crawl does.
 */
async function versionNow(
  { source }: Listing,
  same: string | undefined,
  { cache, signal }: { cache: string; signal: AbortSignal },
): Promise<string | undefined> {
  switch (source.type) {
    case 'npm':
      return versionOfNpm(source, { cache, timeoutMs: ASK_MS, signal });
    case 'pypi':
      return source.version ?? versionOfPypi(source, { cache, timeoutMs: ASK_MS, signal });
    // What is pinned by its contents is the same as long as its listing is.
    case 'oci':
      return source.digest === undefined ? undefined : same;
    case 'mcpb':
      return source.sha256 === undefined ? undefined : same;
    case 'github':
    case 'remote':
    case 'command':
      return same;
  }
}
