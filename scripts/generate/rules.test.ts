import { expect, it } from 'vitest';
import { rulesIndexIsCurrent } from './rules.ts';

it('finds the registry of rules to be what its folder gives (npm run generate)', () => {
  expect(rulesIndexIsCurrent()).toBe(true);
});
