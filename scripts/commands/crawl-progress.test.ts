import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Observation } from '../../catalogue/records.ts';
import { listingOfTarget } from '../../crawler/listings/target.ts';
import { progressOn } from './crawl-progress.ts';
import { textTable } from './table.ts';

const LISTING = { ...listingOfTarget('npm:name', []), id: 'one' };
const OBSERVATION: Observation = {
  serverId: 'one',
  provenance: 'observed',
  outcome: 'listed',
  detail: 'It listed 1 tool.',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.500Z',
  launch: { arguments: [], environmentNames: [] },
  tools: [{ raw: '{"name":"a"}', definition: { name: 'a' } }],
  quarantined: [],
  stderrTail: '',
};

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 20, write: (text: string) => written.push(text) > 0 };
}

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is one plain line a server where nobody watches', () => {
    const to = stream(false);
    const progress = progressOn(to);
    progress.started(LISTING);
    progress.progress(LISTING, 'installing');
    progress.finished(OBSERVATION);
    progress.finished({ ...OBSERVATION, outcome: 'exited', detail: 'It ended.', tools: [] });
    progress.end();
    expect(to.written).toEqual(['✓ one  listed  1 tool  1.5 s\n', '✗ one  exited  It ended.  1.5 s\n']);
  });

  test('rewrites its lines on a terminal, none wider than it, and wipes them at the end', () => {
    const to = stream(true);
    const progress = progressOn(to, () => 0);
    progress.started({ ...LISTING, id: 'a-very-long-identifier-of-a-server' });
    progress.started(LISTING);
    progress.progress(LISTING, 'listing');
    vi.advanceTimersByTime(100);
    const drawn = to.written.join('').replaceAll(/\u001b\[\d+m/g, '');
    expect(drawn).toBe('⠋ a-very-long-ident\n⠋ one  listing tool\n');
    progress.finished(OBSERVATION);
    expect(to.written.join('')).toContain('\u001b[2A\u001b[0J✓ one  listed  1 tool  1.5 s\n');
    progress.end();
    expect(to.written.at(-1)).toBe('\u001b[1A\u001b[0J');
  });
});

test('a table sets numbers to the right', () => {
  expect(textTable(['name', 'n'], [['a', 1], ['long', 10]])).toBe('name   n\n--------\na      1\nlong  10\n'); // prettier-ignore
});
