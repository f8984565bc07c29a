import { sha256 } from '../catalogue/digest.ts';

/** One of `of` parts of the listed servers, counted from 1. */
export type Shard = { index: number; of: number };

/** Whether a server is in a shard: exactly one of the `of` shards, whatever else is listed. */
export function isInShard(serverId: string, { index, of }: Shard): boolean {
  return parseInt(sha256(serverId).slice(0, 12), 16) % of === index - 1;
}
