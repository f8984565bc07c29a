import { expect, test } from 'vitest';
import { listingOfTarget } from './target.ts';

test.each([
  ['npm:name@1.0.0', { type: 'npm', name: 'name', version: '1.0.0' }],
  ['npm:@scope/name', { type: 'npm', name: '@scope/name' }],
  ['https://example.com/mcp', { type: 'remote', url: 'https://example.com/mcp' }],
])('%s', (target, source) => {
  const listing = listingOfTarget(target, ['--flag']);
  expect(listing).toMatchObject({ name: target, source, arguments: ['--flag'] });
});

test('a command and its arguments', () => {
  expect(listingOfTarget(undefined, ['node', './server.js', '-x'])).toMatchObject({
    name: 'node ./server.js -x',
    source: { type: 'command', command: 'node' },
    arguments: ['./server.js', '-x'],
  });
});

test.each(['name', 'npm:', 'npm:--global', 'npm:name@file:../x', 'ftp://example.com', 'npm:git+ssh://x/y'])(
  '%s is none',
  (target) => expect(() => listingOfTarget(target, [])).toThrow(/cannot be inspected: expected/),
);

test('nothing is none', () => {
  expect(() => listingOfTarget(undefined, [])).toThrow(/name a package, a URL or a command/);
});
