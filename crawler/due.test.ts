import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Source } from '../catalogue/records.ts';
import { hasChanged, isStale, type Known } from './due.ts';
import { listingOfTarget } from './listings/target.ts';
import { isInShard } from './shard.ts';

const HOUR = 3_600_000;
const AT = '2026-01-01T00:00:00.000Z';
const known = (more: Partial<Known> = {}): Known => ({
  ...{ at: AT, standing: 'present', retryAfterSeconds: null, ttlMs: null },
  ...more,
});
const after = (hours: number, what: Partial<Known> = {}, stale = 7 * HOUR) =>
  isStale(known(what), Date.parse(AT) + hours * HOUR, stale);

describe('isStale', () => {
  test('a crawl is stale by its age', () => {
    expect([after(6), after(7)]).toEqual([false, true]);
    expect(after(0, { at: null })).toBe(true);
  });

  test('a server may put it off, but not for longer than a day', () => {
    expect([after(8, { ttlMs: 9 * HOUR }), after(9, { ttlMs: 9 * HOUR })]).toEqual([false, true]);
    expect([after(8, { retryAfterSeconds: 36_000 }), after(10, { retryAfterSeconds: 36_000 })]).toEqual([
      false,
      true,
    ]);
    expect(after(24, { ttlMs: 1e300, retryAfterSeconds: 1e300 })).toBe(true);
  });

  test('an empty list that is held back is looked at again at once', () => {
    expect(after(0.1, { standing: 'suspect' })).toBe(true);
  });
});

describe('hasChanged', () => {
  const listing = listingOfTarget('npm:a', []);
  const before = { at: AT, listing: JSON.stringify(listing), listedAt: AT, packageVersion: '1.0.0' };
  const remote = { ...listing, source: { type: 'remote', url: 'https://example.com' } satisfies Source };

  test('by the version of its package', () => {
    expect(hasChanged(listing, before, '1.0.0')).toBe(false);
    expect(hasChanged(listing, before, '1.0.1')).toBe(true);
    expect(hasChanged(listing, before, undefined)).toBe(true);
  });

  test('by its listing', () => {
    expect(hasChanged({ ...listing, arguments: ['--all'] }, before, '1.0.0')).toBe(true);
    expect(hasChanged(remote, { ...before, listing: JSON.stringify(remote) }, undefined)).toBe(false);
    expect(hasChanged(listing, { ...before, at: null }, '1.0.0')).toBe(true);
    expect(hasChanged(listing, { ...before, listedAt: '2026-01-02T00:00:00.000Z' }, '1.0.0')).toBe(true);
  });
});

test('every server is in exactly one shard', () => {
  const shards = (of: number) => Array.from({ length: of }, (_, index) => ({ index: index + 1, of }));
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (id, of) => {
      expect(shards(of).filter((shard) => isInShard(id, shard))).toHaveLength(1);
    }),
  );
  const ids = Array.from({ length: 10_000 }, (_, index) => `server-${index}`);
  for (const shard of shards(16)) {
    const share = ids.filter((id) => isInShard(id, shard)).length / ids.length;
    expect(share).toBeCloseTo(1 / 16, 1);
  }
});
