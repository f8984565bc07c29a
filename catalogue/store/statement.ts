import type { Statement } from 'better-sqlite3';
import type { Catalogue } from './open.ts';

const cache = new WeakMap<Catalogue, Map<string, Statement<never[]>>>();

/** The prepared statement for a text, prepared once per connection: pages ask the same a hundred thousand times. */
export function statement<P extends unknown[], R>(db: Catalogue, sql: string): Statement<P, R> {
  let prepared = cache.get(db);
  if (!prepared) cache.set(db, (prepared = new Map()));
  let found = prepared.get(sql);
  if (!found) prepared.set(sql, (found = db.prepare(sql) as unknown as Statement<never[]>));
  return found as unknown as Statement<P, R>;
}
