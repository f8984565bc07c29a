import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LISTING_SCHEMA, listingSchema } from './listing-schema.ts';

test('data/servers.schema.json is what the listings are checked by', async () => {
  expect(readFileSync(LISTING_SCHEMA, 'utf8')).toBe(await listingSchema());
});
