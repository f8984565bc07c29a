/** Which servers a recrawl asks again, out of what is known of their last crawl. */
import type { Listing } from '../catalogue/records.ts';
import type { Standing } from '../catalogue/vocabulary.ts';

/** What is known of a server's last crawl. */
export type Known = {
  /** ISO 8601; null where it was never crawled. */
  at: string | null;
  standing: Standing | null;
  retryAfterSeconds: number | null;
  ttlMs: number | null;
};

/** What a server says may put its next crawl off, but never for longer: its list may change all the same. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * Whether a server is to be crawled again: its last crawl is older than `staleMs`, and it asked neither for a longer
 * pause nor to take its list for the same. An empty list that is held back is looked at again at once.
 * @param now milliseconds since 1970
 */
export function isStale(
  { at, standing, retryAfterSeconds, ttlMs }: Known,
  now: number,
  staleMs: number,
): boolean {
  if (at === null) return true;
  const asked = Math.min(LONGEST_MS, Math.max((retryAfterSeconds ?? 0) * 1000, ttlMs ?? 0));
  const wait = standing === 'suspect' ? asked : Math.max(asked, staleMs);
  return now - Date.parse(at) >= wait;
}

/**
 * Whether a server is listed otherwise than when it was crawled, or with another version of its package. A version
 * that nobody knows counts as another one, for only a crawl tells.
 * @param before the listing as it is known, JSON, since when it is, and the last crawl
 * @param version the package's version now
 */
export function hasChanged(
  listing: Listing,
  before: { at: string | null; listing: string; listedAt: string; packageVersion: string | null },
  version: string | undefined,
): boolean {
  if (before.at === null || before.listing !== JSON.stringify(listing)) return true;
  // Listed so by a crawl that was stopped before it came to this server.
  if (Date.parse(before.listedAt) > Date.parse(before.at)) return true;
  return isPackage(listing) && (version === undefined || version !== before.packageVersion);
}

function isPackage({ source: { type } }: Listing): boolean {
  return type === 'npm' || type === 'pypi' || type === 'oci' || type === 'mcpb';
}
