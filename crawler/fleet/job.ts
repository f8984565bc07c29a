/** What travels over the queue between those who list, those who crawl and the one who stores. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { Listing, Observation } from '../../catalogue/records.ts';

/** A crawl over many machines, as every catalogue that stores it will know it. */
export const FleetRun = z.strictObject({
  key: z.string(),
  startedAt: z.string(),
  toolriskVersion: z.string(),
});
export type FleetRun = z.infer<typeof FleetRun>;

/** One server to crawl. */
export const CrawlJob = z.strictObject({ run: FleetRun, listing: Listing });
export type CrawlJob = z.infer<typeof CrawlJob>;

/** What came of it. */
export const Observed = CrawlJob.extend({ observation: Observation });
export type Observed = z.infer<typeof Observed>;

/**
 * How both are kept in the queue: compressed, and as text that PostgreSQL takes. A server's own texts may hold what
 * its JSON does not, such as U+0000.
 */
export interface Packed {
  gzip: string;
}

export function pack(value: CrawlJob | Observed): Packed {
  return { gzip: gzipSync(JSON.stringify(value)).toString('base64') };
}

/** @throws ZodError when the queue holds something else */
export function unpack<T>(schema: z.ZodType<T>, { gzip }: Packed): T {
  return schema.parse(JSON.parse(gunzipSync(Buffer.from(gzip, 'base64')).toString('utf8')));
}

/** Sessions with one host are limited over all workers; servers that are started here have no host. */
export function hostOf({ source }: Listing): string | undefined {
  if (source.type !== 'remote' || !URL.canParse(source.url)) return undefined;
  return new URL(source.url).host;
}
