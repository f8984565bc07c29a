import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Listing, Source } from '../../catalogue/records.ts';
import { optOutOf, readOptOut } from './opt-out.ts';

const LIST = `
- { host: example.com, since: 2026-01-01 }
- { package: 'npm:@zoo/server', since: 2026-01-01, note: Asked by its author. }
`;

test.each<[source: Source, out: boolean]>([
  [{ type: 'remote', url: 'https://example.com/mcp' }, true],
  [{ type: 'remote', url: 'https://mcp.EXAMPLE.com/mcp' }, true],
  [{ type: 'remote', url: 'https://notexample.com/mcp' }, false],
  [{ type: 'npm', name: '@zoo/server', version: '1.0.0', bin: 'x' }, true],
  [{ type: 'npm', name: '@zoo/other' }, false],
])('%j opted out: %s', (source, out) => {
  expect(optOutOf(LIST, 'opt-out.yaml')({ source } as Listing)).toBe(out);
});

test.each(['- { since: 2026-01-01 }', '- host: a.com', '- { package: x, since: y }', '- ['])(
  '%j is refused',
  (text) => {
    expect(() => optOutOf(text, 'opt-out.yaml')).toThrow(/opt-out\.yaml/);
  },
);

test('the list of the catalogue can be read', () => {
  const file = fileURLToPath(new URL('../../data/opt-out.yaml', import.meta.url));
  expect(readOptOut(file)({ source: { type: 'npm', name: 'zoo' } } as Listing)).toBe(false);
  expect(() => readOptOut('/nowhere')).toThrow(/cannot be read/);
});
