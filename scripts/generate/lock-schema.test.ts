import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LOCK_SCHEMA, lockSchema } from './lock-schema.ts';

test('report/toolrisk.lock.schema.json is what locks are checked by', async () => {
  expect(readFileSync(LOCK_SCHEMA, 'utf8')).toBe(await lockSchema());
});
