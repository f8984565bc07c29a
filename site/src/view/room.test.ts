import { expect, test } from 'vitest';
import { inItsBudget, type Room } from './room.ts';

/** A page that has so many bytes beside the description that it has room for. */
const page = (beside: number) => async (room: Room) => Promise.resolve('x'.repeat(beside + room.description));

test('a page has as much room as its budget leaves', async () => {
  const lengths = await Promise.all(
    [1000, 19_000, 20_100, 30_000].map((beside) => inItsBudget(page(beside))),
  );
  expect(lengths.map(({ length }) => length)).toEqual([7000, 19_420, 20_220, 30_120]);
});
