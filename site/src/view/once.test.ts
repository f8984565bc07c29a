import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../catalogue/store/index.ts';
import { once } from './once.ts';

describe('once', () => {
  it('reads one catalogue once under a name, and another one anew', () => {
    const [first, second] = [openCatalogue(':memory:'), openCatalogue(':memory:')];
    let reads = 0;
    const read = () => ++reads;
    expect([once(first, 'a', read), once(first, 'a', read)]).toEqual([1, 1]);
    expect([once(first, 'b', read), once(second, 'a', read), once(first, 'a', read)]).toEqual([2, 3, 1]);
    first.close();
    second.close();
  });
});
