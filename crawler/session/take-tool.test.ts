import { expect, test } from 'vitest';
import { limitsOf } from './limits.ts';
import { countOf, nothingTaken, quarantineOf, takeTool } from './take-tool.ts';

const LIMITS = limitsOf(1000);

function taken(...tools: object[]) {
  const all = nothingTaken();
  for (const tool of tools) takeTool(all, JSON.stringify(tool), LIMITS);
  return all;
}

const ofLength = (length: number) => 'x'.repeat(length);

test.each([
  ['a name', { name: ofLength(257) }, 'its name is longer than 256 characters'],
  [
    'a description',
    { name: 'a', description: ofLength(100_001) },
    'its description is longer than 100000 characters',
  ],
  [
    'a schema',
    { name: 'a', inputSchema: { type: 'object', title: ofLength(2 ** 20) } },
    'its definition is longer than 1048576 characters',
  ],
])('%s that is too long costs its tool, and no more of it is kept than tells it', (_what, tool, reason) => {
  const all = taken({ name: 'before' }, tool, { name: 'after' });
  expect(all.tools.map(({ definition }) => definition.name)).toEqual(['before', 'after']);
  expect(quarantineOf(all)).toMatchObject([{ reason }]);
  expect(quarantineOf(all)[0]?.raw.length).toBeLessThanOrEqual(2000);
});

test('what is as long as it may be is taken', () => {
  const all = taken({ name: ofLength(256), description: ofLength(100_000) });
  expect(all.tools.length).toBe(1);
});

test('of very many bad tools the first are kept, and the rest is counted', () => {
  const all = taken(...Array.from({ length: 250 }, () => ({ name: 7 })), { name: 'good' });
  expect(all.tools.length).toBe(1);
  expect(countOf(all)).toBe(251);
  expect(quarantineOf(all).length).toBe(201);
  expect(quarantineOf(all).at(-1)?.reason).toBe('50 more tools could not be taken either');
});
